using System.Text.Json;
using System.Text.Json.Serialization;
using Attune.Catalog;
using Attune.Events;
using Attune.Live;

namespace Attune.Recommending.Exploring;

/// <summary>What new items are promised, kept with the catalog, and how it is kept to.</summary>
public sealed class ExposureBook
{
    /// <summary>Most items named in a report.</summary>
    public const int MostNamed = 100;

    /// <summary>The kind of the document it is kept as.</summary>
    internal const string Kind = "exposure";

    const string ContractName = "contract";

    readonly ICatalogStore _store;
    readonly ItemCatalog _catalog;
    readonly ItemExposure _items;
    readonly ContractInForce _inForce;
    readonly TimeProvider _clock;

    internal ExposureBook(ICatalogStore store, ItemCatalog catalog, ItemExposure items, ContractInForce inForce, TimeProvider clock) =>
        (_store, _catalog, _items, _inForce, _clock) = (store, catalog, items, inForce, clock);

    /// <summary>The contract in force; null where there is none.</summary>
    public ExposureContract? Contract => _inForce.Current;

    /// <summary>Puts the stored contract in force. Items known already are promised nothing.</summary>
    internal async ValueTask RestoreAsync(CancellationToken cancellation)
    {
        Notice();
        _inForce.Current = await _store.ReadDocumentAsync(Kind, ContractName, cancellation) is { } json
            ? JsonSerializer.Deserialize(json, ExposureJson.Default.ExposureContract)
            : null;
    }

    /// <summary>Takes up what another node promised, from the moment that it did.</summary>
    internal async ValueTask RefreshAsync(CancellationToken cancellation)
    {
        await RestoreAsync(cancellation);
        if (_inForce.Current is { } contract)
        {
            _items.Births.Close(new EventTime(contract.Since));
        }
    }

    /// <summary>Promises something from now on, or, with null, nothing any more.</summary>
    public async ValueTask SaveAsync(ExposureContract? contract, CancellationToken cancellation)
    {
        Notice();
        var now = EventTime.Now(_clock);
        _items.Births.Close(now);
        contract = contract is null ? null : contract with { Since = now.Micros };
        var json = contract is null ? null : JsonSerializer.Serialize(contract, ExposureJson.Default.ExposureContract);
        await _store.WriteDocumentAsync(Kind, ContractName, json, cancellation);
        _inForce.Current = contract;
    }

    /// <summary>How the promise is kept. Cost: a look at every item.</summary>
    public ExposureReport Report()
    {
        Notice();
        var now = EventTime.Now(_clock);
        var behind = new List<ExposedItem>();
        var (promised, met, ended, kept) = (0, 0, 0, 0);
        for (var item = 0; Contract is { } contract && item < _catalog.Count; item++)
        {
            var born = _items.Births.BornAt(item);
            var age = now.Since(born);
            if (!contract.Covers(born) || age >= 2 * contract.Within)
            {
                continue;
            }

            var isMet = _items.ImpressionsOf(item) >= contract.Impressions;
            if (age >= contract.Within)
            {
                ended++;
                kept += isMet ? 1 : 0;
                continue;
            }

            promised++;
            met += isMet ? 1 : 0;
            if (contract.OwedTo(item, _items, now) > 0)
            {
                behind.Add(new ExposedItem(_catalog.IdOf(item), born, _items.ImpressionsOf(item), contract.DueTo(item, _items, now)));
            }
        }

        var cost = 0.0;
        for (var item = 0; item < _items.Size; item++)
        {
            cost += _items.CostOf(item);
        }

        return new ExposureReport(
            Contract, promised, met, behind.Count, ended, kept, _items.Explored, _items.ExploredTaken, cost,
            [.. behind.OrderByDescending(item => item.Due - item.Impressions).Take(MostNamed)]);
    }

    void Notice() => _items.Births.Notice(_catalog.Count, EventTime.Now(_clock));
}

/// <summary>How a promise of exposure is kept.</summary>
/// <param name="Contract">What is promised; null where nothing is.</param>
/// <param name="Promised">Items younger than its time.</param>
/// <param name="Met">Of them, those that had all their impressions.</param>
/// <param name="Behind">Of them, those with fewer than are due at their age.</param>
/// <param name="Ended">Items whose time has ended since no longer than as long again.</param>
/// <param name="Kept">Of them, those that had all their impressions.</param>
/// <param name="Explored">Impressions of explored places since counting began.</param>
/// <param name="ExploredTaken">Of them, those that were taken up.</param>
/// <param name="Regret">Expected clicks lost by exploring, summed over <paramref name="Explored"/>.</param>
/// <param name="Items">Those behind, the furthest first; at most <see cref="ExposureBook.MostNamed"/>.</param>
public sealed record ExposureReport(
    ExposureContract? Contract, int Promised, int Met, int Behind, int Ended, int Kept, long Explored, long ExploredTaken, double Regret, IReadOnlyList<ExposedItem> Items);

/// <summary>An item that is behind.</summary>
/// <param name="Item">The item.</param>
/// <param name="Born">When it was first known.</param>
/// <param name="Impressions">How often it was shown.</param>
/// <param name="Due">How often it should have been by now.</param>
public sealed record ExposedItem(ItemId Item, EventTime Born, int Impressions, int Due);

/// <summary>How a contract is stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ExposureContract))]
sealed partial class ExposureJson : JsonSerializerContext;
