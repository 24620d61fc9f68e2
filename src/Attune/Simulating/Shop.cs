using System.Globalization;
using Attune.Events;

namespace Attune.Simulating;

/// <summary>What all visits share: the items, the tastes, who comes how often.</summary>
sealed class Shop
{
    const string UserPrefix = "shopper-";

    readonly Dictionary<ItemId, int> _numbers;
    readonly double[] _activity;

    public Shop(ShopSettings settings, EventTime historyStart)
    {
        Settings = settings;
        Items = ShopItems.Draw(settings, historyStart);
        Styles = new Styles(settings, Items);
        Tastes = new Tastes(settings, Items, Styles, historyStart);
        _numbers = Items.Select((item, number) => (item.Id, number)).ToDictionary();
        _activity = new double[settings.Shoppers];
        var sum = 0.0;
        for (var shopper = 0; shopper < _activity.Length; shopper++)
        {
            _activity[shopper] = sum += Math.Pow(shopper + 20, -0.6);
        }
    }

    public ShopSettings Settings { get; }

    public SimulatedItem[] Items { get; }

    public Styles Styles { get; }

    public Tastes Tastes { get; }

    public static UserId UserOf(int shopper) => new(UserPrefix + shopper.ToString("D5", CultureInfo.InvariantCulture));

    /// <exception cref="ArgumentException">There is no such shopper.</exception>
    public int NumberOf(UserId user) =>
        user.Value.StartsWith(UserPrefix, StringComparison.Ordinal)
        && int.TryParse(user.Value.AsSpan(UserPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var shopper)
        && shopper < Settings.Shoppers
            ? shopper
            : throw new ArgumentException($"'{user}' is no shopper; they are {UserOf(0)} to {UserOf(Settings.Shoppers - 1)}.", nameof(user));

    public bool TryFind(ItemId item, out int number) => _numbers.TryGetValue(item, out number);

    /// <summary>How likely place p of a list, from 1, is looked at.</summary>
    public double AttentionAt(int place) => Math.Pow(place, -Settings.PositionBias);

    /// <summary>Someone, the busy more often.</summary>
    public int AnyShopper(ref SeededRandom random)
    {
        var place = Array.BinarySearch(_activity, random.NextDouble() * _activity[^1]);
        return Math.Min(place >= 0 ? place : ~place, _activity.Length - 1);
    }

    /// <summary>Something, whatever the taste.</summary>
    public int AnyAvailable(ref SeededRandom random, EventTime at)
    {
        var item = random.Next(Items.Length);
        for (var tries = 0; tries < Items.Length && !Items[item].IsAvailable(at); tries++)
        {
            item = (item + 1) % Items.Length;
        }

        return item;
    }
}
