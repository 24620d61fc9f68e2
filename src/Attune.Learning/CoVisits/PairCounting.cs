namespace Attune.Learning.CoVisits;

/// <summary>One item's pairs, counted over all its users: the kernel of <see cref="CoVisitNeighbors"/>.</summary>
/// <remarks>Its plain definition is <see cref="CoVisitCounts"/>, which counts the same pairs user by user; a test holds them together, bit for bit.</remarks>
sealed class PairCounting
{
    readonly UserEvents _events;
    readonly CoVisitSettings _settings;
    readonly PairWeights _weights;
    readonly int[] _itemStarts;
    readonly int[] _places;
    readonly int[] _userOf;
    readonly double[] _userFactor;
    readonly double[] _ageFactor;
    readonly PairScores _scores;

    internal PairCounting(UserEvents events, CoVisitSettings settings)
    {
        (_events, _settings, _weights) = (events, settings, new PairWeights(settings));
        _places = Matrices.CountingSort.Order(events.ItemColumn, events.Items);
        _itemStarts = new int[events.Items + 1];
        foreach (var item in events.ItemColumn)
        {
            _itemStarts[item + 1]++;
        }

        for (var item = 0; item < events.Items; item++)
        {
            _itemStarts[item + 1] += _itemStarts[item];
        }

        (_userOf, _userFactor, _ageFactor) = (new int[events.Count], new double[events.Users], new double[events.Count]);
        var margins = new Margins(events.Items);
        for (var user = 0; user < events.Users; user++)
        {
            var sequence = events.Of(user);
            margins.Count(sequence, _weights, 1);
            _userFactor[user] = _weights.OfUser(sequence.Items.Length);
            var start = events.Starts[user];
            _userOf.AsSpan(start, sequence.Items.Length).Fill(user);
            for (var n = 0; n < sequence.Items.Length; n++)
            {
                _ageFactor[start + n] = _weights.OfAge(sequence.Times[n]);
            }
        }

        _scores = new PairScores(settings, margins);
    }

    /// <summary>Fills a clear scratch with c(item, ·); which items were met is in the order met.</summary>
    internal void Count(int item, Scratch scratch)
    {
        foreach (var at in _places.AsSpan(_itemStarts[item].._itemStarts[item + 1]))
        {
            var user = _userOf[at];
            var end = Math.Min(_events.Starts[user + 1], at + _settings.Window + 1);
            for (var later = at + 1; later < end && Between(at, later) <= _settings.WindowTime; later++)
            {
                Pair(item, _events.ItemColumn[later], user, WeightOf(at, later, _userFactor[user]), scratch);
            }

            var start = _settings.Backward > 0 ? Math.Max(_events.Starts[user], at - _settings.Window) : at;
            for (var earlier = at - 1; earlier >= start && Between(earlier, at) <= _settings.WindowTime; earlier--)
            {
                Pair(item, _events.ItemColumn[earlier], user, WeightOf(earlier, at, _settings.Backward * _userFactor[user]), scratch);
            }
        }
    }

    /// <summary>The score of a pair as counted; 0 where it has not been met.</summary>
    internal float ScoreOf(int item, int other, Scratch scratch) =>
        scratch.Weights[other] == 0 ? 0 : _scores.Of(item, other, scratch.Weights[other], scratch.Users[other]);

    static void Pair(int item, int other, int user, long weight, Scratch scratch)
    {
        if (other == item || weight == 0)
        {
            return;
        }

        if (scratch.Weights[other] == 0)
        {
            (scratch.Met[scratch.MetCount++], scratch.Users[other], scratch.LastUser[other]) = (other, 0, -1);
        }

        scratch.Weights[other] += weight;
        scratch.Users[other] += scratch.LastUser[other] == user ? 0 : 1;
        scratch.LastUser[other] = user;
    }

    long Between(int earlier, int later) => _events.TimeColumn[later] - _events.TimeColumn[earlier];

    long WeightOf(int earlier, int later, double factor) => _weights.Of(
        later - earlier,
        Between(earlier, later),
        _events.KindColumn[earlier],
        _events.KindColumn[later],
        factor * _ageFactor[later]);

    /// <summary>What one thread works in; to be cleared before the next item is counted.</summary>
    internal sealed class Scratch(int items)
    {
        internal long[] Weights { get; } = new long[items];

        internal int[] Users { get; } = new int[items];

        internal int[] LastUser { get; } = new int[items];

        internal int[] Met { get; } = new int[items];

        internal int MetCount { get; set; }

        internal void Clear()
        {
            foreach (var other in Met.AsSpan(0, MetCount))
            {
                Weights[other] = 0;
            }

            MetCount = 0;
        }
    }
}
