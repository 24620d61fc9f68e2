using System.Globalization;
using System.Text.Json;
using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>The HTTP interface of Attune as methods. One per server and key; safe for use by many callers at once.</summary>
/// <remarks>
/// <para><b>Again.</b> A call that meets 429, 503, no connection or a time-out is sent again (see
/// <see cref="AttuneClientOptions"/>), with jitter and never before the server's <c>Retry-After</c>. Events get their ids
/// before the first try, so that one sent twice is counted once.</para>
/// <para><b>Errors.</b> Every other error answer is an <see cref="AttuneApiException"/> that carries the problem.</para>
/// </remarks>
/// <param name="http">Carries the requests; its base address is the server's. Not disposed of here.</param>
/// <param name="options">How to reach the server; null for the defaults.</param>
public sealed partial class AttuneClient(HttpClient http, AttuneClientOptions? options = null)
{
    readonly WireCalls _wire = new(http, options ?? new());

    /// <summary>Sends events; at most 10 000.</summary>
    /// <returns>A verdict for each, also where every one was refused.</returns>
    public Task<EventsAnswer> SendEventsAsync(IReadOnlyList<EventRow> events, CancellationToken cancellation = default)
    {
        IReadOnlyList<EventRow> named =
            [.. events.Select(row => row.EventId is null ? row with { EventId = Guid.CreateVersion7().ToString("n") } : row)];
        return _wire.CallAsync(HttpMethod.Post, "v1/events", named, WireJson.Default.IReadOnlyListEventRow, WireJson.Default.EventsAnswer, cancellation);
    }

    /// <summary>Sends one event; a refusal is an <see cref="AttuneApiException"/>.</summary>
    public Task<EventsAnswer> SendEventAsync(EventRow row, CancellationToken cancellation = default)
    {
        var named = row.EventId is null ? row with { EventId = Guid.CreateVersion7().ToString("n") } : row;
        return _wire.CallAsync(HttpMethod.Post, "v1/events", named, WireJson.Default.EventRow, WireJson.Default.EventsAnswer, cancellation);
    }

    /// <summary>Recommendations by the general question.</summary>
    public Task<RecommendationAnswer> RecommendAsync(RecommendationQuestion question, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, "v1/recommendations", question, WireJson.Default.RecommendationQuestion,
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>The list a kept generation, in service or not, would give a user; null where none of the number is kept. Nothing of it is kept.</summary>
    /// <param name="userId">For whom.</param>
    /// <param name="generation">The generation's number.</param>
    /// <param name="count">Most items wanted; null: as the scenario has it.</param>
    /// <param name="scenario">The placement.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RecommendationAnswer?> RecommendByGenerationAsync(
        string userId, int generation, int? count = null, string scenario = "default", CancellationToken cancellation = default) => _wire.FindAsync(
            FormattableString.Invariant($"v1/users/{Uri.EscapeDataString(userId)}/generations/{generation}/recommendations?scenario={Uri.EscapeDataString(scenario)}{(count is null ? "" : $"&count={count}")}"),
            WireJson.Default.RecommendationAnswer,
            cancellation);

    /// <summary>An answer that was given lately, as it was given; null where none of the id is kept.</summary>
    public Task<RecordedAnswer?> FindAnswerAsync(string recommendationId, CancellationToken cancellation = default) =>
        _wire.FindAsync("v1/recommendations/" + Uri.EscapeDataString(recommendationId), WireJson.Default.RecordedAnswer, cancellation);

    /// <summary>The following items of an answer: the same question, without what was shown already.</summary>
    /// <param name="recommendationId">The answer, or one that followed it.</param>
    /// <param name="count">Most items wanted; null: as many as were asked for.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="AttuneApiException">404: no answer of the id is kept.</exception>
    public Task<RecommendationAnswer> NextAsync(string recommendationId, int? count = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, $"v1/recommendations/{Uri.EscapeDataString(recommendationId)}/next", new(count), WireJson.Default.NextQuestion,
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>Makes an answer that was given lately again, and compares bit for bit.</summary>
    /// <exception cref="AttuneApiException">404: no answer of the id is kept.</exception>
    public Task<ReplayAnswer> ReplayAsync(string recommendationId, CancellationToken cancellation = default) =>
        _wire.PostAsync($"v1/recommendations/{Uri.EscapeDataString(recommendationId)}/replay", WireJson.Default.ReplayAnswer, cancellation);

    /// <summary>The list a user would get had some of their events not happened; nothing is stored.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="events">The events' places in the log, as <see cref="AnswerEvent.Offset"/> names them.</param>
    /// <param name="count">Most items wanted; 10 where null.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RecommendationAnswer> RecommendWithoutAsync(
        string userId, IReadOnlyList<string> events, int? count = null, CancellationToken cancellation = default)
    {
        IEnumerable<string> query = events.Select(place => "without=" + Uri.EscapeDataString(place));
        query = count is { } most ? query.Append(string.Create(CultureInfo.InvariantCulture, $"count={most}")) : query;
        return _wire.GetAsync(
            $"v1/users/{Uri.EscapeDataString(userId)}/recommendations?{string.Join('&', query)}", WireJson.Default.RecommendationAnswer, cancellation);
    }

    /// <summary>Puts given items in order for somebody.</summary>
    public Task<RecommendationAnswer> RerankAsync(RerankQuestion question, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, "v1/rerank", question, WireJson.Default.RerankQuestion, WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>The scenarios in force, by name.</summary>
    public Task<ScenariosAnswer> ScenariosAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/scenarios", WireJson.Default.ScenariosAnswer, cancellation);

    /// <summary>A scenario, or null.</summary>
    public Task<ScenarioInfo?> FindScenarioAsync(string name, CancellationToken cancellation = default) =>
        _wire.FindAsync(ScenarioPath(name), WireJson.Default.ScenarioInfo, cancellation);

    /// <summary>The versions kept of a scenario, newest first.</summary>
    public Task<ScenariosAnswer> ScenarioVersionsAsync(string name, CancellationToken cancellation = default) =>
        _wire.GetAsync(ScenarioPath(name) + "/versions", WireJson.Default.ScenariosAnswer, cancellation);

    /// <summary>Saves a scenario whole: the next question follows it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scenario">How its lists are made.</param>
    /// <param name="version">The version the change was made from, 0 for none; null where that does not matter.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<ScenarioInfo> SaveScenarioAsync(string name, ScenarioInfo scenario, int? version = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Put, ScenarioPath(name) + (version is { } from ? string.Create(CultureInfo.InvariantCulture, $"?version={from}") : ""),
            scenario, WireJson.Default.ScenarioInfo, WireJson.Default.ScenarioInfo, cancellation);

    /// <summary>Saves a scenario as somebody wrote it, a JSON object: what it names that the server does not know is refused.</summary>
    public Task<ScenarioInfo> SaveScenarioJsonAsync(string name, JsonElement scenario, int? version = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Put, ScenarioPath(name) + QueryText.Of(("version", version)), scenario, WireJson.Default.JsonElement, WireJson.Default.ScenarioInfo,
            cancellation);

    /// <summary>Saves an earlier version of a scenario again, as the newest.</summary>
    public Task<ScenarioInfo> RollBackScenarioAsync(string name, int version, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, ScenarioPath(name) + "/rollback", new ScenarioRollback(version), WireJson.Default.ScenarioRollback,
            WireJson.Default.ScenarioInfo, cancellation);

    /// <summary>Takes a scenario out of force.</summary>
    public Task RemoveScenarioAsync(string name, CancellationToken cancellation = default) => _wire.DeleteAsync(ScenarioPath(name), cancellation);

    /// <summary>What a scenario would change, by the last questions asked; nothing is saved.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="proposed">As it would be saved.</param>
    /// <param name="questions">Most questions to answer again; null: as the server has it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<PreviewInfo> PreviewScenarioAsync(string name, ScenarioInfo proposed, int? questions = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, ScenarioPath(name) + "/preview" + QueryText.Of(("questions", questions)), proposed, WireJson.Default.ScenarioInfo,
            WireJson.Default.PreviewInfo, cancellation);

    /// <summary>What a scenario would change that somebody wrote, a JSON object; nothing is saved.</summary>
    public Task<PreviewInfo> PreviewScenarioJsonAsync(string name, JsonElement proposed, int? questions = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, ScenarioPath(name) + "/preview" + QueryText.Of(("questions", questions)), proposed, WireJson.Default.JsonElement,
            WireJson.Default.PreviewInfo, cancellation);

    /// <summary>The presets there are, as they fit the catalog.</summary>
    public Task<PresetsAnswer> PresetsAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/scenarios/presets", WireJson.Default.PresetsAnswer, cancellation);

    /// <summary>Saves the scenarios of an industry.</summary>
    /// <param name="industry">One of those <see cref="PresetsAsync"/> names.</param>
    /// <param name="replace">False to keep those of the same names that are there; true to save all, as next versions.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public Task<PresetSaved> SavePresetAsync(string industry, bool replace = false, CancellationToken cancellation = default) =>
        _wire.PostAsync(
            $"v1/scenarios/presets/{Uri.EscapeDataString(industry)}" + (replace ? "?replace=true" : ""), WireJson.Default.PresetSaved, cancellation);

    /// <summary>A whole page of lists, no item in two of them.</summary>
    public Task<PageAnswer> PageAsync(PageQuestion question, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/pages", question, WireJson.Default.PageQuestion, WireJson.Default.PageAnswer, cancellation);

    /// <summary>What a user took up last, the latest first.</summary>
    public Task<RecommendationAnswer> RecentlyViewedAsync(string user, int? count = null, string? filter = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(
            $"v1/users/{Uri.EscapeDataString(user)}/recently-viewed" + QueryText.Of(("count", count), ("filter", filter)),
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>What a user bought before, by how likely they want it again now.</summary>
    public Task<RecommendationAnswer> BuyAgainAsync(string user, int? count = null, string? filter = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(
            $"v1/users/{Uri.EscapeDataString(user)}/buy-again" + QueryText.Of(("count", count), ("filter", filter)),
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>Items by their texts.</summary>
    /// <param name="text">What was typed; 1 to 512 bytes.</param>
    /// <param name="user">Whose taste counts; null for nobody's.</param>
    /// <param name="count">Most items; null for 10.</param>
    /// <param name="filter">A condition on them.</param>
    /// <param name="personal">How much taste counts, 0 to 100 percent of what the text does; null for 30.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RecommendationAnswer> SearchAsync(
        string text, string? user = null, int? count = null, string? filter = null, int? personal = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(
            "v1/search" + QueryText.Of(("q", text), ("userId", user), ("count", count), ("filter", filter), ("personal", personal)),
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>What many take up just now.</summary>
    /// <param name="halfLife">As <c>1h</c>, <c>1d</c> or <c>7d</c>; null for all of them together.</param>
    /// <param name="count">Most items; null for 10.</param>
    /// <param name="filter">A condition on them.</param>
    /// <param name="segment">Among the users of one value of a property, as <c>country:NO</c>; null for all. Not with a half-life.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<RecommendationAnswer> TrendingAsync(
        string? halfLife = null, int? count = null, string? filter = null, string? segment = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(
            "v1/trending" + QueryText.Of(("halfLife", halfLife), ("count", count), ("filter", filter), ("segment", segment)),
            WireJson.Default.RecommendationAnswer, cancellation);

    /// <summary>The users most likely to take an item up, without those who bought, disliked or hid it.</summary>
    public Task<UsersAnswer> UsersOfItemAsync(string item, int? count = null, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/items/{Uri.EscapeDataString(item)}/users" + QueryText.Of(("count", count)), WireJson.Default.UsersAnswer, cancellation);

    /// <summary>The users whose taste is most like a user's.</summary>
    public Task<UsersAnswer> SimilarUsersAsync(string user, int? count = null, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/users/{Uri.EscapeDataString(user)}/similar-users" + QueryText.Of(("count", count)), WireJson.Default.UsersAnswer, cancellation);

    /// <summary>The values of an item property, as categories or brands, that suit a user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="property">A text or set of texts that items have.</param>
    /// <param name="count">Most values; null for 10.</param>
    /// <param name="items">Most items of each value; null for none.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<ValuesAnswer> ValuesAsync(string user, string property, int? count = null, int? items = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(
            $"v1/users/{Uri.EscapeDataString(user)}/values/{Uri.EscapeDataString(property)}" + QueryText.Of(("count", count), ("items", items)),
            WireJson.Default.ValuesAnswer, cancellation);

    /// <summary>Writes one item's properties whole.</summary>
    public Task PutItemAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Put, "v1/items/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes the named properties of one item and keeps the others; a null value removes one.</summary>
    public Task PatchItemAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Patch, "v1/items/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes items whole; at most 10 000.</summary>
    public Task<PropertiesAnswer> PutItemsAsync(IReadOnlyList<PropertiesRow> items, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, "v1/items", items, WireJson.Default.IReadOnlyListPropertiesRow, WireJson.Default.PropertiesAnswer, cancellation);

    /// <summary>One item, or null.</summary>
    public Task<PropertiesRow?> FindItemAsync(string id, CancellationToken cancellation = default) =>
        _wire.FindAsync("v1/items/" + Uri.EscapeDataString(id), WireJson.Default.PropertiesRow, cancellation);

    /// <summary>Takes an item out of the catalog; nothing happens where there is none.</summary>
    public Task DeleteItemAsync(string id, CancellationToken cancellation = default) =>
        _wire.DeleteAsync("v1/items/" + Uri.EscapeDataString(id), cancellation);

    /// <summary>Writes one user's properties whole.</summary>
    public Task PutUserAsync(string id, JsonElement properties, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Put, "v1/users/" + Uri.EscapeDataString(id), properties, WireJson.Default.JsonElement, cancellation);

    /// <summary>Writes users whole; at most 10 000.</summary>
    public Task<PropertiesAnswer> PutUsersAsync(IReadOnlyList<PropertiesRow> users, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, "v1/users", users, WireJson.Default.IReadOnlyListPropertiesRow, WireJson.Default.PropertiesAnswer, cancellation);

    /// <summary>One user's properties, or null.</summary>
    public Task<PropertiesRow?> FindUserAsync(string id, CancellationToken cancellation = default) =>
        _wire.FindAsync("v1/users/" + Uri.EscapeDataString(id), WireJson.Default.PropertiesRow, cancellation);

    /// <summary>What a user never wants to be shown; empty where nothing.</summary>
    public Task<BlocksInfo> BlocksAsync(string userId, CancellationToken cancellation = default) =>
        _wire.GetAsync(BlocksPath(userId), WireJson.Default.BlocksInfo, cancellation);

    /// <summary>Says whole what a user never wants to be shown: their next list obeys.</summary>
    public Task<BlocksInfo> SaveBlocksAsync(string userId, BlocksInfo blocks, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Put, BlocksPath(userId), blocks, WireJson.Default.BlocksInfo, WireJson.Default.BlocksInfo, cancellation);

    /// <summary>Lifts all blocks of a user.</summary>
    public Task RemoveBlocksAsync(string userId, CancellationToken cancellation = default) => _wire.DeleteAsync(BlocksPath(userId), cancellation);

    /// <summary>What is known of a user just now; empty for one never seen.</summary>
    public Task<ProfileAnswer> ProfileAsync(string id, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/users/{Uri.EscapeDataString(id)}/profile", WireJson.Default.ProfileAnswer, cancellation);

    /// <summary>What is known of a user just now, in numbers.</summary>
    /// <param name="id">The user.</param>
    /// <param name="after">The token of an acknowledgement that must be known; null for none.</param>
    /// <param name="deadline">Longest wait for it in milliseconds, 1 to 5 000; 1 000 where null.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<OneFeaturesAnswer> UserFeaturesAsync(string id, string? after = null, int? deadline = null, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/users/{Uri.EscapeDataString(id)}/features" + QueryText.Of(("after", after), ("deadline", deadline)), WireJson.Default.OneFeaturesAnswer, cancellation);

    /// <summary>What is known of an item just now, in numbers; waits as <see cref="UserFeaturesAsync"/>.</summary>
    public Task<OneFeaturesAnswer> ItemFeaturesAsync(string id, string? after = null, int? deadline = null, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/items/{Uri.EscapeDataString(id)}/features" + QueryText.Of(("after", after), ("deadline", deadline)), WireJson.Default.OneFeaturesAnswer, cancellation);

    /// <summary>What is known of several users and items, as of one moment.</summary>
    public Task<FeaturesAnswer> FeaturesAsync(FeaturesQuestion question, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/features", question, WireJson.Default.FeaturesQuestion, WireJson.Default.FeaturesAnswer, cancellation);

    /// <summary>The features there are, with their units and meanings.</summary>
    public Task<FeatureDefinitions> FeatureDefinitionsAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/features", WireJson.Default.FeatureDefinitions, cancellation);

    /// <summary>Makes another user's or a session's events, properties and blocks a user's.</summary>
    /// <exception cref="AttuneApiException">409: they must stay apart; the problem says why.</exception>
    public Task<MergeAnswer> MergeUserAsync(string id, MergeSource from, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, $"v1/users/{Uri.EscapeDataString(id)}/merge", new(from), WireJson.Default.MergeQuestion, WireJson.Default.MergeAnswer, cancellation);

    /// <summary>Gives a user another id; the old one stands for it from then on.</summary>
    /// <exception cref="AttuneApiException">404: there is no such user. 409: there is one of the new id.</exception>
    public Task<MergeAnswer> RenameUserAsync(string id, string to, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, $"v1/users/{Uri.EscapeDataString(id)}/rename", new(to), WireJson.Default.RenameQuestion, WireJson.Default.MergeAnswer, cancellation);

    /// <summary>Gives an item another id; the old one stands for it from then on.</summary>
    /// <exception cref="AttuneApiException">404: there is no such item. 409: there is one of the new id.</exception>
    public Task<MergeAnswer> RenameItemAsync(string id, string to, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, $"v1/items/{Uri.EscapeDataString(id)}/rename", new(to), WireJson.Default.RenameQuestion, WireJson.Default.MergeAnswer, cancellation);

    /// <summary>Everything held of a user, as one JSON document.</summary>
    public Task<JsonElement> ExportUserAsync(string id, CancellationToken cancellation = default) =>
        _wire.GetAsync($"v1/users/{Uri.EscapeDataString(id)}/export", WireJson.Default.JsonElement, cancellation);

    /// <summary>Begins to erase a user from everything, for ever.</summary>
    /// <returns>The receipt, open as yet; <see cref="ErasureAsync"/> tells how far it is.</returns>
    public Task<ErasureInfo> EraseUserAsync(string id, CancellationToken cancellation = default) =>
        _wire.DeleteAsync($"v1/users/{Uri.EscapeDataString(id)}?erase=true", WireJson.Default.ErasureInfo, cancellation);

    /// <summary>How far an erasure is; once it is finished, its receipt. Null where there is none.</summary>
    public Task<ErasureInfo?> ErasureAsync(string id, CancellationToken cancellation = default) =>
        _wire.FindAsync("v1/erasures/" + Uri.EscapeDataString(id), WireJson.Default.ErasureInfo, cancellation);

    /// <summary>Looks through everything for what a receipt says is gone.</summary>
    /// <exception cref="AttuneApiException">400: the receipt is of another user. 404: there is no such receipt.</exception>
    public Task<ErasureVerdict> VerifyErasureAsync(string id, string userId, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, $"v1/erasures/{Uri.EscapeDataString(id)}/verify", new(userId), WireJson.Default.ErasureQuestion,
            WireJson.Default.ErasureVerdict, cancellation);

    /// <summary>The generations kept, newest first.</summary>
    public Task<GenerationsAnswer> GenerationsAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/generations", WireJson.Default.GenerationsAnswer, cancellation);

    /// <summary>Puts a kept generation in service.</summary>
    public Task<GenerationInfo> PromoteAsync(int number, CancellationToken cancellation = default) =>
        _wire.PostAsync(
            string.Create(CultureInfo.InvariantCulture, $"v1/generations/{number}/promote"), WireJson.Default.GenerationInfo, cancellation);

    /// <summary>Starts a job, as <c>train</c>; where one of the kind runs already, that one is answered.</summary>
    public Task<JobInfo> StartJobAsync(string kind, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/jobs", new(kind), WireJson.Default.JobStart, WireJson.Default.JobInfo, cancellation);

    /// <summary>Starts a search for a better training plan, or answers the one that runs.</summary>
    /// <param name="budget">How long may be searched, 1 second to 1 day; null = as the server's settings have it.</param>
    /// <param name="cancellation">Ends the call; the job goes on.</param>
    public Task<JobInfo> StartTuningAsync(TimeSpan? budget = null, CancellationToken cancellation = default) =>
        _wire.CallAsync(
            HttpMethod.Post, "v1/jobs", new("tune", budget is { } length ? (int)length.TotalSeconds : null), WireJson.Default.JobStart, WireJson.Default.JobInfo, cancellation);

    /// <summary>Starts copying the workspace to a full path on the server's machine, or answers the job that does. For who holds its data directory.</summary>
    public Task<JobInfo> StartBackupAsync(string directory, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/jobs", new("backup", null, directory), WireJson.Default.JobStart, WireJson.Default.JobInfo, cancellation);

    /// <summary>What the last tuning tried, what it chose, and why.</summary>
    /// <exception cref="AttuneApiException">404: nothing was tuned yet.</exception>
    public Task<TuningInfo> TuningAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/tuning", WireJson.Default.TuningInfo, cancellation);

    /// <summary>The jobs that run or ran, newest first.</summary>
    public Task<JobsAnswer> JobsAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/jobs", WireJson.Default.JobsAnswer, cancellation);

    /// <summary>Asks a job to stop; one that has ended stays as it is.</summary>
    public Task<JobInfo> CancelJobAsync(string id, CancellationToken cancellation = default) =>
        _wire.PostAsync($"v1/jobs/{Uri.EscapeDataString(id)}/cancel", WireJson.Default.JobInfo, cancellation);

    /// <summary>One job.</summary>
    public Task<JobInfo> JobAsync(string id, CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/jobs/" + Uri.EscapeDataString(id), WireJson.Default.JobInfo, cancellation);

    /// <summary>Answers one read-only SQL statement on the history.</summary>
    public Task<SqlAnswer> QueryAsync(SqlQuestion question, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/query", question, WireJson.Default.SqlQuestion, WireJson.Default.SqlAnswer, cancellation);

    /// <summary>Makes a training set, which may take minutes, and copies the Parquet file; not sent again by itself.</summary>
    /// <param name="question">Which.</param>
    /// <param name="into">Where the file goes.</param>
    /// <param name="progress">Told the share of the file that is copied, once it is made; null for nobody.</param>
    /// <param name="cancellation">Ends it in the middle.</param>
    public Task<ExportSummary> ExportAsync(ExportQuestion question, Stream into, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        _wire.TakeAsync("v1/exports", question, WireJson.Default.ExportQuestion, answer => ExportCalls.TakeAsync(answer, into, progress, cancellation), cancellation);

    /// <summary>The keys of the workspace, oldest first, without their secrets.</summary>
    public Task<KeysAnswer> KeysAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/keys", WireJson.Default.KeysAnswer, cancellation);

    /// <summary>Makes a key; the answer is the only one that says it whole.</summary>
    public Task<KeyInfo> CreateKeyAsync(KeyRequest request, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Post, "v1/keys", request, WireJson.Default.KeyRequest, WireJson.Default.KeyInfo, cancellation);

    /// <summary>Revokes a key at once.</summary>
    public Task RevokeKeyAsync(string id, CancellationToken cancellation = default) =>
        _wire.DeleteAsync("v1/keys/" + Uri.EscapeDataString(id), cancellation);

    /// <summary>The properties known so far and their types.</summary>
    public Task<PropertySchemas> PropertiesAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/properties", WireJson.Default.PropertySchemas, cancellation);

    /// <summary>The workspace in numbers.</summary>
    public Task<StatusAnswer> StatusAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/status", WireJson.Default.StatusAnswer, cancellation);

    static string BlocksPath(string userId) => $"v1/users/{Uri.EscapeDataString(userId)}/blocks";

    static string ScenarioPath(string name) => "v1/scenarios/" + Uri.EscapeDataString(name);
}
