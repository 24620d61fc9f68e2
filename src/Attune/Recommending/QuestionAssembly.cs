using Attune.Catalog;
using Attune.Events;
using Attune.Filtering;
using Attune.Generations;
using Attune.Live;
using Attune.Profiles;
using Attune.Recommending.Blocking;
using Attune.Recommending.Candidates;
using Attune.Recommending.Exploring;
using Attune.Recommending.Ranking;
using Attune.Recommending.Scenarios;

namespace Attune.Recommending;

/// <summary>Puts together what an answer depends on, out of what a request says and what the workspace holds.</summary>
sealed class QuestionAssembly(ItemCatalog catalog, LivePath live, ColdItems cold, ScenarioBook scenarios, ContractInForce contract, BlockBook blocks, RecommendSettings settings)
{
    readonly Availability _availability = new();

    /// <summary>True where a condition that the answer follows asks for properties of the user: they are to be read.</summary>
    public bool UsesUser(RecommendationRequest request, CompiledFilter? filter) =>
        filter is { UsesUser: true } || scenarios.Of(request.Scenario).UsesUser || (request.User is { } user && blocks.Of(user) is { UsesUser: true });

    /// <summary>The question of a request.</summary>
    /// <param name="request">Without faults.</param>
    /// <param name="known">Profile and list of who asks, as the state has them.</param>
    /// <param name="generation">The model; null where there is none.</param>
    /// <param name="filter">The request's own filter, compiled; null where it has none.</param>
    /// <param name="now">When it was asked.</param>
    /// <param name="deadline">When the answer is due.</param>
    /// <param name="chance">What is left to chance.</param>
    /// <param name="by">The scenario to follow; null for the one in force.</param>
    /// <param name="user">What the application says of who asks; null where that is nothing, or no filter asks for it.</param>
    public Question Assemble(
        RecommendationRequest request,
        (Profile Profile, PrecomputedList? List) known,
        Generation? generation,
        CompiledFilter? filter,
        EventTime now,
        Deadline deadline,
        ulong chance,
        CompiledScenario? by = null,
        IReadOnlyDictionary<string, PropertyValue>? user = null)
    {
        generation = request.By ?? generation;
        var snapshot = catalog.Snapshot;
        live.Overlay.Outcomes.Items.Births.Notice(catalog.Count, now);
        var scenario = by ?? scenarios.Of(request.Scenario);
        var blocked = request.User is { } asking ? blocks.Of(asking) : null;
        var profile = WithOwnEvents(known.Profile, request, now);
        var subject = request.Item is { } item ? catalog.OrdinalOf(item) : -1;
        var context = new FilterContext(now) { Item = subject, User = user, Profile = profile };
        return new Question
        {
            Request = request,
            Scenario = scenario,
            Count = CountOf(request, scenario.Scenario),
            Relation = RelationOf(request, scenario.Scenario),
            Profile = profile,
            List = known.List,
            Item = subject,
            Context = context,
            Cart = request.Cart.Count == 0 ? [] : [.. catalog.OrdinalsOf(request.Cart).Where(known => known >= 0).Distinct()],
            Given = catalog.OrdinalsOf(request.Given),
            Exclude = catalog.OrdinalsOf(request.Exclude),
            Generation = generation,
            Cold = cold.Of(generation),
            Weights = SourceWeights.Of(settings, generation?.Manifest.Weights, scenario.Scenario.Weights),
            Overlay = live.Overlay,
            Contract = contract.Current,
            Ranker = live.Overlay.Outcomes.Weights,
            Catalog = snapshot,
            Within = filter is null ? snapshot.Listed : snapshot.Evaluate(filter, context),
            WithinScenario = scenario.Filter is { } within ? snapshot.Evaluate(within, context) : null,
            Available = settings.HideUnavailable ? _availability.Of(snapshot, now) : null,
            Blocked = blocked?.Items(catalog) ?? [],
            BlockedSets = blocked?.Sets(snapshot, context) ?? [],
            Resting = RotatedItems.Resting(profile, scenario.Scenario.Rotation, now),
            Include = request.Include.Count == 0 ? null : catalog.OrdinalsOf(request.Include),
            Withheld = scenario.Excluded.Ordinals(catalog),
            Boosted = Evaluate(scenario.Boosts, snapshot, context),
            Groups = Evaluate(scenario.Shares, snapshot, context),
            Pinned = scenario.Pinned.Ordinals(catalog),
            Now = now,
            Deadline = deadline,
            Chance = chance,
        };
    }

    static int CountOf(RecommendationRequest request, Scenario scenario) =>
        request.Count ?? (request.Given.Count > 0 ? request.Given.Count : scenario.Count ?? RecommendationRequest.DefaultCount);

    static ItemRelation RelationOf(RecommendationRequest request, Scenario scenario)
    {
        var isAboutItems = request.Item is not null || request.Cart.Count > 0;
        return request.Relation ?? (isAboutItems ? scenario.Relation : null)
            ?? (request.Cart.Count > 0 ? ItemRelation.Complements : ItemRelation.Similar);
    }

    static ItemSet[] Evaluate(IReadOnlyList<CompiledFilter> conditions, CatalogSnapshot snapshot, FilterContext context)
    {
        var sets = conditions.Count == 0 ? [] : new ItemSet[conditions.Count];
        for (var n = 0; n < sets.Length; n++)
        {
            sets[n] = snapshot.Evaluate(conditions[n], context);
        }

        return sets;
    }

    Profile WithOwnEvents(Profile profile, RecommendationRequest request, EventTime now)
    {
        if (request.Events.Count == 0)
        {
            return profile;
        }

        var interactions = new List<Interaction>(request.Events.Count);
        var exclusions = new List<Exclusion>();
        foreach (var happened in request.Events)
        {
            if (!catalog.TryGetOrdinal(happened.Item, out var item))
            {
                continue;
            }

            if (live.Fold.TryInteract(happened.Type, happened.Value, item, happened.Time ?? now, -1, out var interaction))
            {
                interactions.Add(interaction);
            }

            if (EventWeights.Excludes(happened.Type))
            {
                exclusions.Add(new Exclusion(item, happened.Type.Code));
            }
        }

        return live.Fold.With(profile, interactions.ToArray(), exclusions.ToArray());
    }
}
