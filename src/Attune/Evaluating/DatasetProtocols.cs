using System.Globalization;
using Attune.Evaluating.Datasets;
using Attune.Events;
using Attune.History;
using Attune.Learning.Splits;

namespace Attune.Evaluating;

/// <summary>Reads a data set and cuts it as its format's protocol has it.</summary>
static class DatasetProtocols
{
    const double ValidationShare = 0.1;

    internal static PreparedData Prepare(DatasetSource source, EvaluationSettings settings) => source.Format switch
    {
        DatasetFormat.LightGcn => Published(source, settings),
        DatasetFormat.Sequences => LastOut(source, settings),
        DatasetFormat.Sessions => Sessions(source),
        DatasetFormat.Events => Events(source, settings),
        _ => throw new ArgumentException($"Format {source.Format} is not known."),
    };

    /// <summary>The own history, or a table of events: a split in time.</summary>
    internal static PreparedData InTime(InteractionColumns columns, EvaluationSettings settings, IReadOnlyList<string> notes)
    {
        var all = HistoryInteractions.From(columns, settings.Weights);
        var cut = settings.Cut?.Micros ?? TemporalSplit.InstantByEvents(all, settings.HoldOut);
        var test = TemporalSplit.At(all, cut, settings.Repeats);
        var which = settings.Repeats ? "items known before count and are candidates" : "only items new to the user count, known ones are no candidates";
        return new PreparedData(
            string.Create(
                CultureInfo.InvariantCulture,
                $"split in time at {new EventTime(cut)}: trained on the {test.Train.Count} interactions before, asked for what users with a past took up after; {which}; all {all.Items} items ranked"),
            new(() => test),
            new(() => TemporalSplit.LastShareOfEvents(test.Train, settings.HoldOut, settings.Repeats)),
            LeaveOutSeen: !settings.Repeats,
            Timed: true,
            Ordered: true,
            "users",
            notes);
    }

    static PreparedData Published(DatasetSource source, EvaluationSettings settings)
    {
        var testPath = source.Test ?? throw new ArgumentException("The format lightgcn needs a test file.");
        var parts = UserLines.Number(UserLines.Read(source.Train), UserLines.Read(testPath));
        return new PreparedData(
            $"published split, LightGCN's protocol: all {parts[0].Items} items ranked except the user's train items; recall = hits / the user's test items",
            new(() => PublishedSplit.From(parts[0], parts[1])),
            new(() => HeldOutOf(parts[0], parts[1].Count / (double)(parts[0].Count + parts[1].Count), settings.Seed)),
            LeaveOutSeen: true,
            Timed: false,
            Ordered: false,
            "users",
            []);
    }

    // What is to be found comes later where a line has an order, and then so must what settings are chosen by, and as far ahead. A
    // share is rounded down to whole items, so of users with few nothing is left to ask: then a larger one is held out.
    static DataSplit HeldOutOf(Interactions train, double testShare, int seed)
    {
        var ordered = PublishedSplit.HasOrder(train);
        Func<double, DataSplit> cut = ordered
            ? share => PublishedSplit.LastShare(train, share)
            : share => PublishedSplit.Validation(train, share, seed);
        var split = cut(ordered ? Math.Clamp(testShare, ValidationShare, 0.34) : ValidationShare);
        foreach (var share in (double[])[0.2, 0.34, 0.5])
        {
            if (split.Test.Count * 10L >= train.Users)
            {
                break;
            }

            split = cut(share);
        }

        return split;
    }

    static PreparedData LastOut(DatasetSource source, EvaluationSettings settings)
    {
        var all = UserLines.Number(UserLines.Read(source.Train))[0];
        var trained = settings.TrainOnValidation ? "trained with the item before it" : "trained without the item before it, which the history has";
        return new PreparedData(
            $"leave-one-out: each user's last item is to be found; {trained}; all {all.Items} items ranked except those of the history",
            new(() => LeaveLastOut.Test(all, settings.TrainOnValidation)),
            new(() => LeaveLastOut.Validation(all)),
            LeaveOutSeen: true,
            Timed: false,
            Ordered: true,
            "users",
            []);
    }

    static PreparedData Sessions(DatasetSource source)
    {
        var ids = new IdTable();
        var trainFile = SessionFile.Read(source.Train, ids);
        var testFile = source.Test is null ? null : SessionFile.Read(source.Test, ids);
        var validationFile = source.Validation is null ? null : SessionFile.Read(source.Validation, ids);
        if (trainFile.HoldsPrefixes)
        {
            throw new DatasetException(source.Train, 0, "it holds prefixes with their next item; train needs whole sessions.");
        }

        var train = trainFile.ToSessions(ids.Count);
        return new PreparedData(
            $"sessions: every prefix of a {(testFile is null ? "late train" : "test")} session predicts its next item; all {ids.Count} items ranked, nothing left out",
            new(() => testFile is null ? SessionPrefixes.Validation(train, ValidationShare) : Ask(train, testFile, ids.Count)),
            new(() => validationFile is null
                ? SessionPrefixes.Validation(testFile is null ? WithoutLast(train) : train, ValidationShare)
                : Ask(train, validationFile, ids.Count)),
            LeaveOutSeen: false,
            Timed: false,
            Ordered: true,
            "prefixes",
            []);
    }

    static DataSplit Ask(SessionSet train, SessionFile file, int items) => file.HoldsPrefixes
        ? SessionPrefixes.FromGiven(train, file.ToSessions(items), file.Groups())
        : SessionPrefixes.From(train, file.ToSessions(items));

    static SessionSet WithoutLast(SessionSet train) => train.Slice(0, (int)Math.Round(train.Count * (1 - ValidationShare)));

    static PreparedData Events(DatasetSource source, EvaluationSettings settings)
    {
        var table = EventTable.Read(source.Train, source.Table);
        var notes = new List<string>();
        if (table.WithoutUser > 0)
        {
            notes.Add($"{table.WithoutUser} rows without a user were left out");
        }

        if (table.Returned > 0)
        {
            notes.Add($"{table.Returned} rows of a quantity of 0 or less were left out");
        }

        return InTime(table.ToColumns(), settings, notes);
    }
}
