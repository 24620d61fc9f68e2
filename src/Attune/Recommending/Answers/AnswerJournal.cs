using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Attune.Catalog;
using Attune.Events;

namespace Attune.Recommending.Answers;

/// <summary>The last answers of this node, as long as there is room and they are not too old.</summary>
/// <remarks>
/// <para><b>Promise.</b> An answer can be found from the moment it is given. Keeping it never fails or holds up the answer: what cannot
/// be kept is not kept.</para>
/// <para><b>Memory.</b> Segments of one array each, so that a million answers are a few objects; the oldest segment goes when all are
/// full. They end with the process; what is <see cref="Behind"/> them does not.</para>
/// <para><b>Concurrency.</b> One short lock, held for a copy of some 2 KB.</para>
/// </remarks>
sealed class AnswerJournal(RecommendSettings settings, ItemCatalog catalog, TimeProvider clock)
{
    const int MostSegmentBytes = 1 << 20;

    readonly Lock _lock = new();
    readonly Queue<AnswerSegment> _segments = new();
    AnswerSegment? _newest;

    /// <summary>Where answers are kept beyond memory and process; null for nowhere. Set before the first answer.</summary>
    public IAnswerStore? Behind { get; set; }

    int SegmentBytes => (int)Math.Min(MostSegmentBytes, settings.AnswersBytes / 2);

    /// <summary>Keeps an answer, while its scratch still holds.</summary>
    public void Record(Question question, Scratch scratch, Recommendation answer, string? list)
    {
        if (SegmentBytes == 0 || !question.Request.Recorded || !AnswerKey.TryParse(answer.RecommendationId, out var key))
        {
            return;
        }

        try
        {
            var (rented, length) = AnswerWriter.Write(question, scratch, answer, key, list);
            Add(key, rented.AsSpan(0, length));
            Behind?.Keep(key, KeyOf(question.Request.User), KeyOf(question.Request.Session), rented.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(rented);
        }
        catch (Exception fault)
        {
            // The answer is good; only nobody will be told later how it came about.
            Activity.Current?.SetStatus(ActivityStatusCode.Error, fault.Message);
        }
    }

    /// <summary>An answer by its id; false where there is none, or it is too old.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out AnswerRecord? record)
    {
        record = AnswerKey.TryParse(id, out var key) && key.Milliseconds >= Oldest() && Find(key) is { } bytes
            ? AnswerReader.Read(bytes, catalog)
            : null;
        return record is not null;
    }

    /// <summary>An answer by its id, from memory or from what is behind it; null where it is in neither.</summary>
    /// <exception cref="IOException">What is behind cannot be read now.</exception>
    public async ValueTask<AnswerRecord?> FindAsync(string id, CancellationToken cancellation)
    {
        if (TryFind(id, out var record) || Behind is null || !AnswerKey.TryParse(id, out var key)
            || await Behind.FindAsync(key, cancellation) is not { } bytes)
        {
            return record;
        }

        return bytes is [AnswerWriter.Version, ..] ? AnswerReader.Read(bytes, catalog) : null;
    }

    /// <summary>The newest answers in memory, newest first. Cost: some 10 µs each.</summary>
    public IReadOnlyList<AnswerRecord> Latest(int count)
    {
        var found = new List<byte[]>();
        var oldest = Oldest();
        lock (_lock)
        {
            foreach (var segment in _segments.Reverse())
            {
                segment.CopyNewest(oldest, count, found);
            }
        }

        return found.ConvertAll(bytes => AnswerReader.Read(bytes, catalog));
    }

    /// <summary>Every answer given to a user or visit, newest first. Cost: some 10 µs for each answer in memory; all that is behind is read.</summary>
    public async Task<IReadOnlyList<AnswerRecord>> OfAsync(IReadOnlySet<string> profiles, CancellationToken cancellation)
    {
        var found = Latest(int.MaxValue).Where(record => profiles.Any(key => IsOf(record.Request, new ProfileKey(key))))
            .ToDictionary(record => record.RecommendationId);
        foreach (var profile in profiles)
        {
            if (Behind is null)
            {
                break;
            }

            await foreach (var bytes in Behind.OfAsync(new ProfileKey(profile), cancellation))
            {
                if (bytes is [AnswerWriter.Version, ..] && AnswerReader.Read(bytes, catalog) is var record)
                {
                    found.TryAdd(record.RecommendationId, record);
                }
            }
        }

        return [.. found.Values.OrderByDescending(record => record.RecommendationId, StringComparer.Ordinal)];
    }

    /// <summary>Forgets every answer given to a user or visit.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">Not all of what is behind was erased; to be called again.</exception>
    public async ValueTask<int> EraseAsync(ProfileKey whose, CancellationToken cancellation)
    {
        var erased = new HashSet<AnswerKey>();
        EraseFromMemory(whose, erased);
        erased.UnionWith(Behind is null ? [] : await Behind.EraseAsync(whose, cancellation));
        return erased.Count;
    }

    /// <summary>Forgets every answer in memory that was given before an instant, whoever asked.</summary>
    public void ForgetBefore(EventTime instant)
    {
        var before = instant.ToDateTimeOffset().ToUnixTimeMilliseconds();
        lock (_lock)
        {
            foreach (var segment in _segments)
            {
                segment.EraseBefore(before);
            }
        }
    }

    void EraseFromMemory(ProfileKey whose, HashSet<AnswerKey> erased)
    {
        AnswerSegment[] segments;
        lock (_lock)
        {
            segments = [.. _segments];
        }

        // The lock a segment at a time: whoever answers meanwhile waits for milliseconds at most.
        foreach (var segment in segments)
        {
            lock (_lock)
            {
                segment.Erase(bytes => IsOf(AnswerReader.Read(bytes, catalog).Request, whose), erased);
            }
        }
    }

    static ProfileKey? KeyOf(UserId? user) => user is { } id ? ProfileKey.Of(id) : null;

    static ProfileKey? KeyOf(SessionId? session) => session is { } id ? ProfileKey.Of(id) : null;

    static bool IsOf(RecommendationRequest request, ProfileKey whose) =>
        (request.User is { } user && ProfileKey.Of(user) == whose) || (request.Session is { } session && ProfileKey.Of(session) == whose);

    void Add(AnswerKey key, ReadOnlySpan<byte> answer)
    {
        var oldest = Oldest();
        lock (_lock)
        {
            while (_segments.TryPeek(out var first) && first.Newest < oldest && first != _newest)
            {
                _segments.Dequeue();
            }

            if (answer.Length > SegmentBytes || _newest?.TryAdd(key, answer) == true)
            {
                return;
            }

            if (_segments.Count >= settings.AnswersBytes / SegmentBytes)
            {
                _segments.Dequeue();
            }

            _newest = new AnswerSegment(SegmentBytes);
            _newest.TryAdd(key, answer);
            _segments.Enqueue(_newest);
        }
    }

    byte[]? Find(AnswerKey key)
    {
        lock (_lock)
        {
            foreach (var segment in _segments)
            {
                if (segment.TryCopy(key, out var answer))
                {
                    return answer;
                }
            }

            return null;
        }
    }

    long Oldest() => (clock.GetUtcNow() - settings.AnswersAge).ToUnixTimeMilliseconds();
}
