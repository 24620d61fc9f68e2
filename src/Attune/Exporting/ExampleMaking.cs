using Attune.Events;
using Attune.History;
using Attune.Simulating;

namespace Attune.Exporting;

/// <summary>Finds the moments of examples and labels them by what came after.</summary>
/// <remarks>
/// <para><b>Label.</b> 1 where the user takes the item up, by an event of strength above 0, later than the moment and no later than the
/// window after it. A moment whose window had not ended by the instant of the export is left out: its label is not known yet.</para>
/// <para><b>Drawn items</b> are drawn evenly from the items that some event had named before the moment, without those the user takes up at
/// the moment or within the window. What is drawn depends on the seed and on the moment itself, not on other rows.</para>
/// <para><b>Cost.</b> One pass from the end; an entry for each user and item that met.</para>
/// </remarks>
sealed class ExampleMaking(InteractionColumns columns, ReadOnlyMemory<float> strengths, ExportSettings settings)
{
    // Of users who take up nearly everything no item is found; they get fewer.
    const int Draws = 20;

    readonly Dictionary<(int User, int Item), (long Taken, long Bought)> _next = [];
    readonly long _window = (long)settings.LabelWindow.TotalMicroseconds;
    readonly List<Example> _found = [];

    /// <summary>Moments left out because their window had not ended.</summary>
    public long Unripe { get; private set; }

    /// <summary>The examples, by ascending time, those of one moment in the order of the history.</summary>
    public List<Example> Make(CancellationToken cancellation)
    {
        var known = KnownBefore();
        for (var end = columns.Times.Length; end > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var start = end;
            while (start > 0 && columns.Times[start - 1] == columns.Times[end - 1])
            {
                start--;
            }

            if (settings.Rows == ExampleRows.Impressions)
            {
                FindImpressions(start, end);
                Learn(start, end);
            }
            else
            {
                // What is taken up at the same moment must not be drawn.
                Learn(start, end);
                FindPositives(start, end, known[start]);
            }

            end = start;
        }

        _found.Reverse();
        return _found;
    }

    void FindImpressions(int start, int end)
    {
        for (var row = end - 1; row >= start; row--)
        {
            if (columns.Types[row] == EventType.Impression.Code && IsRipe(row))
            {
                _found.Add(Labelled(columns.Users[row], columns.Items[row], columns.Times[row], ExampleSource.Impression));
            }
        }
    }

    void FindPositives(int start, int end, int known)
    {
        for (var row = end - 1; row >= start; row--)
        {
            if (strengths.Span[row] > 0 && IsRipe(row))
            {
                // The list is turned round at the end: the drawn ones come behind their positive then.
                Draw(row, known);
                _found.Add(Labelled(columns.Users[row], columns.Items[row], columns.Times[row], ExampleSource.Positive) with { TakenAfter = 0 });
            }
        }
    }

    void Draw(int row, int known)
    {
        var (user, item, micros) = (columns.Users[row], columns.Items[row], columns.Times[row]);
        var random = new SeededRandom(settings.Seed, HashOf(columns.UserIds[user]), HashOf(columns.ItemIds[item]), micros);
        var drawn = new List<int>(settings.Negatives);
        for (var tries = 0; tries < Draws * settings.Negatives && drawn.Count < Math.Min(settings.Negatives, known); tries++)
        {
            var other = random.Next(known);
            if (other != item && !drawn.Contains(other) && Labelled(user, other, micros, ExampleSource.Negative).TakenAfter < 0)
            {
                drawn.Add(other);
            }
        }

        for (var n = drawn.Count - 1; n >= 0; n--)
        {
            _found.Add(new Example(user, drawn[n], micros, ExampleSource.Negative, -1, Bought: false));
        }
    }

    bool IsRipe(int row)
    {
        var ripe = columns.Times[row] < settings.AsOf.Micros - _window;
        Unripe += ripe ? 0 : 1;
        return ripe;
    }

    Example Labelled(int user, int item, long micros, ExampleSource source)
    {
        var (taken, bought) = _next.GetValueOrDefault((user, item), (long.MaxValue, long.MaxValue));
        return new Example(user, item, micros, source, taken - micros <= _window ? taken - micros : -1, bought - micros <= _window);
    }

    void Learn(int start, int end)
    {
        for (var row = start; row < end; row++)
        {
            if (strengths.Span[row] > 0)
            {
                var pair = (columns.Users[row], columns.Items[row]);
                var bought = columns.Types[row] == EventType.Purchase.Code ? columns.Times[row] : _next.GetValueOrDefault(pair, (0, long.MaxValue)).Bought;
                _next[pair] = (columns.Times[row], bought);
            }
        }
    }

    // Items are numbered as they come, so those named before a row are those below a number. The same for all rows of one moment.
    int[] KnownBefore()
    {
        var known = new int[columns.Times.Length];
        for (int row = 0, first = 0, most = 0, before = 0; row < known.Length; row++)
        {
            if (columns.Times[row] != columns.Times[first])
            {
                (first, before) = (row, most);
            }

            known[row] = before;
            most = Math.Max(most, columns.Items[row] + 1);
        }

        return known;
    }

    static long HashOf(string id) => (long)(ulong)EventIdHash.Of(System.Text.Encoding.UTF8.GetBytes(id));
}
