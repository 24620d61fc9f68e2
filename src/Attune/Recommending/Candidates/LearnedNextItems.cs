using Attune.Generations;
using Attune.Learning.Factors;
using Attune.Learning.Sessions;
using Attune.Profiles;

namespace Attune.Recommending.Candidates;

/// <summary>What comes next by the vectors a generation has learned (<see cref="SessionEmbedding"/>), from the last items of who asks in their order.</summary>
/// <remarks>
/// Beside the index of visits (<see cref="NextItems"/>), as a part of the same source: the index knows what happened since the training, the
/// vectors what nobody has done in a row yet, and they have a word for who comes back after a pause too. An item that was read is none
/// of the next ones.
/// </remarks>
static class LearnedNextItems
{
    /// <summary>Most items that are read, and so may be found and passed over.</summary>
    public const int MostRead = 50;

    /// <summary>The best of the allowed items, best first, the best with 1.</summary>
    public static ReadOnlySpan<ScoredItem> Find(Question question, NextModel next, Scratch scratch, int most)
    {
        var reading = scratch.ReadingOf(next.Model);
        if (scratch.Allowed.Words.IsEmpty || !TryRead(question, next, reading))
        {
            return [];
        }

        var room = scratch.RoomOf(most + reading.Items.Length);
        var (found, kept) = (next.Scan.Search(reading.Vector, scratch.Allowed.Words, room), 0);
        for (var n = 0; n < found && kept < most; n++)
        {
            if (!reading.Items.Contains(next.RowOf(room[n].Item)))
            {
                room[kept++] = room[n];
            }
        }

        Sharpen(next.Model, room[..kept]);
        return room[..kept];
    }

    /// <summary>What each of the user's events adds to an item's cosine, by place in the ring; an item's latest event stands for it.</summary>
    public static void Share(Question question, NextModel next, int item, Scratch scratch, Span<float> shares)
    {
        var reading = scratch.ReadingOf(next.Model);
        if (next.RowOf(item) is not (>= 0 and var row) || !TryRead(question, next, reading))
        {
            return;
        }

        Span<float> parts = stackalloc float[MostRead];
        reading.Share(row, parts);
        var recent = question.Profile.Recent;
        for (var n = 0; n < reading.Items.Length; n++)
        {
            for (var place = recent.Length - 1; place >= 0; place--)
            {
                if (RowOf(next, recent[place]) == reading.Items[n])
                {
                    shares[place] = parts[n];
                    break;
                }
            }
        }
    }

    static bool TryRead(Question question, NextModel next, SessionEncoding reading)
    {
        var recent = question.Profile.Recent;
        Span<int> rows = stackalloc int[question.IsAboutItems ? question.Subjects.Length : recent.Length];
        for (var n = 0; n < rows.Length; n++)
        {
            rows[n] = question.IsAboutItems ? next.RowOf(question.Subjects[n]) : RowOf(next, recent[n]);
        }

        return reading.TryRead(rows);
    }

    static int RowOf(NextModel next, Interaction interaction) => interaction.Strength > 0 ? next.RowOf(interaction.Item) : -1;

    static void Sharpen(SessionEmbedding model, Span<ScoredItem> found)
    {
        Span<float> scores = found.Length <= 1_024 ? stackalloc float[found.Length] : new float[found.Length];
        for (var n = 0; n < found.Length; n++)
        {
            scores[n] = found[n].Score;
        }

        model.Sharpen(scores);
        for (var n = 0; n < found.Length; n++)
        {
            found[n] = found[n] with { Score = scores[n] };
        }
    }
}
