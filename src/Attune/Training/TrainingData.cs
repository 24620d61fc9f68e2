using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Attune.Events;
using Attune.History;
using Attune.Learning.Splits;

namespace Attune.Training;

/// <summary>The behaviour trained on: rows and columns of every model, in an order that says nothing of how it was read.</summary>
/// <remarks>
/// <para><b>Order.</b> Users and items go by their ids (UTF-16 code units): same log, same numbers, whoever came first.</para>
/// <para><b>Whom and what.</b> Items that somebody took up with some strength, and users with an event of one of them. Events of
/// strength 0 (dislike, hide, impression) train nothing, but what they name counts as known to their user.</para>
/// </remarks>
sealed class TrainingData
{
    // An old event still says that the item was taken up: fading ends here, as a share of the strength.
    const float Weakest = 1e-3f;

    readonly double[] _halfLives;
    readonly int[] _users;
    readonly int[] _items;
    readonly long[] _times;
    readonly byte[] _types;
    readonly float[] _strengths;

    TrainingData(InteractionColumns columns, EventStrengths strengths)
    {
        var all = new float[columns.Times.Length];
        var takenUp = new bool[columns.ItemIds.Length];
        for (var n = 0; n < all.Length; n++)
        {
            all[n] = strengths.Of(columns.Types[n], columns.Values[n]);
            takenUp[columns.Items[n]] |= all[n] > 0;
        }

        int[] kept = [.. Enumerable.Range(0, all.Length).Where(n => takenUp[columns.Items[n]])];
        (ItemIds, var itemOf) = Number(columns.ItemIds, kept.Select(n => columns.Items[n]));
        (UserIds, var userOf) = Number(columns.UserIds, kept.Select(n => columns.Users[n]));
        _users = Array.ConvertAll(kept, n => userOf[columns.Users[n]]);
        _items = Array.ConvertAll(kept, n => itemOf[columns.Items[n]]);
        _times = Array.ConvertAll(kept, n => columns.Times[n]);
        _types = Array.ConvertAll(kept, n => columns.Types[n]);
        _strengths = Array.ConvertAll(kept, n => all[n]);
        _halfLives = strengths.HalfLives;
        Archived = columns.Archived;
    }

    /// <summary>By item index: its id.</summary>
    public string[] ItemIds { get; }

    /// <summary>By user index: the profile key's text.</summary>
    public string[] UserIds { get; }

    /// <summary>How many events there are.</summary>
    public int Count => _times.Length;

    /// <summary>How many of them have some strength.</summary>
    public int Telling => _strengths.Count(strength => strength > 0);

    /// <summary>The time of the latest event; 0 where there is none.</summary>
    public long Until => Count == 0 ? 0 : _times[^1];

    /// <summary>The log places up to which events were read.</summary>
    public LogToken Archived { get; }

    /// <summary>Reads the columns of a history, which go by ascending time.</summary>
    public static TrainingData From(InteractionColumns columns, EventStrengths strengths) => new(columns, strengths);

    /// <summary>The events with the strength each has at an instant; one after it counts in full.</summary>
    public Interactions At(long instant)
    {
        var faded = new float[Count];
        for (var n = 0; n < faded.Length; n++)
        {
            var age = Math.Max(instant - _times[n], 0);
            faded[n] = _strengths[n] * Math.Max(float.Exp2((float)(-age / _halfLives[_types[n]])), Weakest);
        }

        return WithStrengths(faded);
    }

    /// <summary>The events with the strength each had when it happened.</summary>
    public Interactions Unfaded() => WithStrengths(_strengths);

    /// <summary>The users with the latest events, latest first.</summary>
    public List<ProfileKey> MostRecentUsers(int most)
    {
        var found = new List<ProfileKey>();
        var seen = new bool[UserIds.Length];
        for (var n = Count - 1; n >= 0 && found.Count < most; n--)
        {
            if (!seen[_users[n]])
            {
                seen[_users[n]] = true;
                found.Add(new ProfileKey(UserIds[_users[n]]));
            }
        }

        return found;
    }

    /// <summary>SHA-256 of all of it, in hex: same data, same text.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var id in UserIds.Concat(ItemIds))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(id));
            hash.AppendData([0]);
        }

        hash.AppendData(MemoryMarshal.AsBytes<int>(_users));
        hash.AppendData(MemoryMarshal.AsBytes<int>(_items));
        hash.AppendData(MemoryMarshal.AsBytes<long>(_times));
        hash.AppendData(_types);
        hash.AppendData(MemoryMarshal.AsBytes<float>(_strengths));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    Interactions WithStrengths(float[] strengths) =>
        new(UserIds.Length, ItemIds.Length, _users, _items, _times, strengths, _types);

    static (string[] Ids, int[] NumberOf) Number(string[] ids, IEnumerable<int> used)
    {
        int[] order = [.. used.Distinct().OrderBy(n => ids[n], StringComparer.Ordinal)];
        var numberOf = new int[ids.Length];
        Array.Fill(numberOf, -1);
        for (var number = 0; number < order.Length; number++)
        {
            numberOf[order[number]] = number;
        }

        return (Array.ConvertAll(order, n => ids[n]), numberOf);
    }
}
