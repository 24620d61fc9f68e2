namespace Attune.Recommending.Lists;

/// <summary>A kind of list that is not a choice of what somebody may like best, and so is not made by the ladder's steps.</summary>
interface IListKind
{
    /// <summary>Why its items are there, on the wire.</summary>
    string Reason { get; }

    /// <summary>The rung it stands on.</summary>
    Rung Rung => Rung.Full;

    /// <summary>Fills <see cref="Scratch.Slate"/>, best first, no item twice, none that <see cref="Candidates.Allowance"/> does not let through.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="scratch">With room for what the question wants, and what is allowed marked.</param>
    /// <returns>How many places are taken: at most <see cref="Question.Count"/>.</returns>
    int Fill(Question question, Scratch scratch);
}
