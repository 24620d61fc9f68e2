using Attune.Events;
using Attune.Operating;

namespace Attune.Exporting;

/// <summary>What an exported file holds.</summary>
public enum ExportKind
{
    /// <summary>The interactions themselves.</summary>
    Events,

    /// <summary>Examples to learn from: a user and an item at a moment, what was known then, and what came of it.</summary>
    Examples,
}

/// <summary>Which moments examples are made of.</summary>
public enum ExampleRows
{
    /// <summary>Impressions where the history has any, otherwise positives.</summary>
    Auto,

    /// <summary>A row an impression.</summary>
    Impressions,

    /// <summary>A row an event that says something of its item, and beside it items drawn by lot that the user did not take up.</summary>
    Positives,
}

/// <summary>Which file is wanted.</summary>
public sealed record ExportSettings
{
    /// <summary>The instant as of which the file is made: no event at or after it is in it, neither as a row, nor in a feature, nor in a label.</summary>
    public required EventTime AsOf { get; init; }

    /// <summary>What it holds.</summary>
    public ExportKind What { get; init; }

    /// <summary>Which moments examples are made of.</summary>
    public ExampleRows Rows { get; init; }

    /// <summary>How long after its moment an example's label looks. 1 second to 365 days; default 30 minutes.</summary>
    public TimeSpan LabelWindow { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Items drawn beside each positive. 0 to 100; default 4.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>Of what is drawn; the same seed draws the same. 0 or more; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What is wrong, a sentence a field; empty where nothing is.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("export")
        .Within(LabelWindow, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365))
        .Within(Negatives, 0, 100)
        .Within(Seed, 0, int.MaxValue)
        .Found;
}

/// <summary>What was written.</summary>
public sealed record ExportReport
{
    /// <summary>What was asked for, <see cref="ExportSettings.Rows"/> decided.</summary>
    public required ExportSettings Settings { get; init; }

    /// <summary>Rows written.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows with the label 1; 0 of events.</summary>
    public long Positives { get; init; }

    /// <summary>Moments left out because their label's window had not ended by <see cref="ExportSettings.AsOf"/>.</summary>
    public long Unripe { get; init; }

    /// <summary>Interactions before <see cref="ExportSettings.AsOf"/>.</summary>
    public required long Interactions { get; init; }

    /// <summary>The earliest of them; null where there is none.</summary>
    public EventTime? First { get; init; }

    /// <summary>The latest of them; null where there is none.</summary>
    public EventTime? Last { get; init; }

    /// <summary>The place of the log up to which the history was read: what arrives later with an earlier time is not in the file.</summary>
    public required LogToken Archived { get; init; }
}
