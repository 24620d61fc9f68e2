namespace Attune.Evaluating.Models;

/// <summary>The place a family's model takes in a generation, of which there is one each; see the glossary's <b>slot</b>.</summary>
enum TrialSlot
{
    /// <summary>None: popularity and what is served beside every generation, or not served at all.</summary>
    None,

    /// <summary>Lists of like items.</summary>
    Similar,

    /// <summary>Vectors a user is folded into.</summary>
    Taste,

    /// <summary>What comes next.</summary>
    Next,
}
