using Attune.Events;
using Attune.Featuring;
using Attune.History;
using Attune.Live;

namespace Attune.Exporting;

/// <summary>Writes the history as tables to learn from, as of an instant.</summary>
/// <remarks>
/// <para><b>No leakage.</b> A row's features know the events strictly before its moment; its label those strictly after it, up to the
/// window; nothing knows an event at or after the instant of the export.</para>
/// <para><b>Repeats.</b> The same history, settings and seed make the same rows in the same order.</para>
/// <para><b>Cost.</b> The interactions before the instant are in memory as for a training, with a profile for each user and 40 bytes an
/// example; 2.4 million examples take some 15 s of one core, the writing of a Parquet file included.</para>
/// </remarks>
public sealed class TrainingSets
{
    static readonly string[] Sources = ["impression", "positive", "negative"];

    static readonly ExportColumn[] Owner =
        [new("time", ExportType.Instant), new("user_id", ExportType.Text), new("session_id", ExportType.Text), new("item_id", ExportType.Text)];

    static readonly ExportColumn[] OfEvents = [.. Owner, new("type", ExportType.Text), new("value", ExportType.Number), new("strength", ExportType.Number)];

    static readonly ExportColumn[] Labels =
        [new("source", ExportType.Text), new("label", ExportType.Whole), new("label_seconds", ExportType.Number), new("label_bought", ExportType.Whole)];

    readonly IHistory _history;
    readonly LiveSettings _settings;
    readonly Func<CancellationToken, Task> _archived;

    internal TrainingSets(IHistory history, LiveSettings settings, Func<CancellationToken, Task> archived) =>
        (_history, _settings, _archived) = (history, settings, archived);

    /// <summary>Writes a table.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="table">Where to.</param>
    /// <param name="cancellation">Ends it in the middle.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message has all that are.</exception>
    public async Task<ExportReport> WriteAsync(ExportSettings settings, IExportTable table, CancellationToken cancellation)
    {
        Operating.SettingFaults.Refuse(settings.Faults());
        await _archived(cancellation);

        // As the events came, not as users were joined later: a login after a row's moment must not be known in it.
        var columns = await _history.ReadInteractionsAsync(new InteractionQuery { Before = settings.AsOf }, cancellation);
        return await Task.Run(() => Write(columns, settings, table, cancellation), cancellation);
    }

    ExportReport Write(InteractionColumns columns, ExportSettings settings, IExportTable table, CancellationToken cancellation)
    {
        if (settings.Rows == ExampleRows.Auto)
        {
            settings = settings with { Rows = columns.Types.Contains(EventType.Impression.Code) ? ExampleRows.Impressions : ExampleRows.Positives };
        }

        var times = columns.Times;
        var report = new ExportReport
        {
            Settings = settings,
            Rows = times.Length,
            Interactions = times.Length,
            First = times.Length == 0 ? null : new EventTime(times[0]),
            Last = times.Length == 0 ? null : new EventTime(times[^1]),
            Archived = columns.Archived,
        };
        var strengths = new float[times.Length];
        for (var row = 0; row < strengths.Length; row++)
        {
            strengths[row] = FeatureReplay.StrengthOf(_settings.Weights, columns.Types[row], columns.Values[row]);
        }

        if (settings.What == ExportKind.Events)
        {
            WriteEvents(columns, strengths, table, cancellation);
            return report;
        }

        var making = new ExampleMaking(columns, strengths, settings);
        var examples = making.Make(cancellation);
        WriteExamples(columns, examples, table, cancellation);
        return report with { Rows = examples.Count, Positives = examples.Count(example => example.TakenAfter >= 0), Unripe = making.Unripe };
    }

    static void WriteEvents(InteractionColumns columns, float[] strengths, IExportTable table, CancellationToken cancellation)
    {
        table.Begin(OfEvents);
        for (var row = 0; row < columns.Times.Length; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            SetOwner(table, columns, columns.Times[row], columns.Users[row], columns.Items[row]);
            table.Write(4, columns.Types[row] < EventType.Known.Count ? EventType.Known[columns.Types[row]].Name : "custom");
            table.Write(5, (double)columns.Values[row]);
            table.Write(6, (double)strengths[row]);
            table.EndRow();
        }
    }

    void WriteExamples(InteractionColumns columns, List<Example> examples, IExportTable table, CancellationToken cancellation)
    {
        var replay = new FeatureReplay(_settings, columns.UserIds.Length, columns.ItemIds.Length);
        Feature[] features = [.. UserFeatures.OfUser, .. replay.OfItem, .. UserFeatures.OfPair];
        table.Begin([.. Owner, .. Labels, .. features.Select(feature => new ExportColumn(feature.Name, ExportType.Number))]);
        var values = new double[features.Length];
        var (row, at) = (0, long.MinValue);
        foreach (var example in examples)
        {
            cancellation.ThrowIfCancellationRequested();
            if (at != example.Micros)
            {
                // Up to the moment and without it: what happened at the same instant is not known yet.
                for (at = example.Micros; columns.Times[row] < at; row++)
                {
                    replay.Fold(columns.Users[row], columns.Items[row], columns.Types[row], columns.Times[row], columns.Values[row]);
                }

                replay.Publish();
            }

            SetOwner(table, columns, example.Micros, example.User, example.Item);
            SetLabel(table, example);
            replay.Write(example.User, example.Item, new EventTime(example.Micros), values);
            for (var n = 0; n < values.Length; n++)
            {
                table.Write(Owner.Length + Labels.Length + n, values[n]);
            }

            table.EndRow();
        }
    }

    static void SetOwner(IExportTable table, InteractionColumns columns, long micros, int user, int item)
    {
        var key = new ProfileKey(columns.UserIds[user]);
        table.Write(0, micros);
        table.Write(1, key.IsUser ? key.Value[2..] : null);
        table.Write(2, key.IsUser ? null : key.Value[2..]);
        table.Write(3, columns.ItemIds[item]);
    }

    static void SetLabel(IExportTable table, Example example)
    {
        table.Write(4, Sources[(int)example.Source]);
        table.Write(5, example.TakenAfter >= 0 ? 1L : 0);
        table.Write(6, example.TakenAfter >= 0 ? example.TakenAfter / (double)EventTime.MicrosPerSecond : double.NaN);
        table.Write(7, example.Bought ? 1L : 0);
    }
}
