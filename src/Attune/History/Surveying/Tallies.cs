namespace Attune.History.Surveying;

/// <summary>The events of one type.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Events">How many there are.</param>
/// <param name="Anonymous">Of them, those that name no user.</param>
/// <param name="Sessionless">Of them, those that name no session.</param>
/// <param name="Prompt">Of them, those accepted within <see cref="SurveyQuery.Prompt"/> of when they happened: sent by an application as people act, and no file.</param>
/// <param name="Unattributed">Of <paramref name="Prompt"/>, those that name no recommendation that led to them.</param>
public sealed record TypeTally(string Type, long Events, long Anonymous, long Sessionless, long Prompt, long Unattributed);

/// <summary>How often a type of event happened lately, and before that.</summary>
/// <param name="Type">The type's name.</param>
/// <param name="Lately">Events of <see cref="SurveyQuery.Lately"/>.</param>
/// <param name="Earlier">Events of <see cref="SurveyQuery.Earlier"/>.</param>
public sealed record MixTally(string Type, long Lately, long Earlier);

/// <summary>An item that events name.</summary>
/// <param name="Item">Its id, as the events have it.</param>
/// <param name="Lately">Events accepted since <see cref="SurveyQuery.Since"/>.</param>
public sealed record ItemTally(string Item, long Lately);

/// <summary>An act that was sent again at once.</summary>
/// <param name="Profile">Whose: the profile key's text.</param>
/// <param name="Item">Of which item.</param>
/// <param name="Type">The type's name.</param>
/// <param name="Again">How often more than it should have been.</param>
public sealed record RepeatedAct(string Profile, string Item, string Type, long Again);

/// <summary>What was sent again at once.</summary>
/// <param name="Events">How many events too many.</param>
/// <param name="Acts">The acts that were sent again most often, ties by profile, item and type.</param>
public sealed record RepeatTally(long Events, IReadOnlyList<RepeatedAct> Acts);

/// <summary>Someone who did more than a person can.</summary>
/// <param name="Profile">Who: the profile key's text.</param>
/// <param name="MostAMinute">Most acts in one minute; 0 where no minute is above the limit.</param>
/// <param name="MostADay">Most acts in one day; 0 where no day is above the limit.</param>
/// <param name="Events">Acts in the minutes above the limit, or in the days, whichever are more.</param>
public sealed record FastProfile(string Profile, long MostAMinute, long MostADay, long Events);

/// <summary>Those who did more than a person can.</summary>
/// <param name="Profiles">How many they are.</param>
/// <param name="Events">What they did, summed as <see cref="FastProfile.Events"/>.</param>
/// <param name="Fastest">Those of most events, ties by profile.</param>
public sealed record RateTally(long Profiles, long Events, IReadOnlyList<FastProfile> Fastest);

/// <summary>How the events of one source are dated.</summary>
/// <param name="Source">Its name; empty for events that name none.</param>
/// <param name="Events">How many there are.</param>
/// <param name="Ahead">Of them, those that are ahead.</param>
/// <param name="Behind">Of them, those that are behind and were not brought in by an import.</param>
/// <param name="MostAhead">How far the furthest is ahead; zero where none is.</param>
/// <param name="MostBehind">How far the furthest of <paramref name="Behind"/> is behind; zero where none is.</param>
public sealed record SourceClock(string Source, long Events, long Ahead, long Behind, TimeSpan MostAhead, TimeSpan MostBehind);

/// <summary>How far the senders' clocks are from this system's.</summary>
/// <param name="Events">All events looked at.</param>
/// <param name="Imported">Of them, those behind in a minute in which at least half of what was accepted is: nobody's clock, but a file.</param>
/// <param name="Sources">By source, those with most events ahead or behind first, ties by name; at most <see cref="ClockCount.MostSources"/>, the rest together as <c>others</c>.</param>
public sealed record ClockTally(long Events, long Imported, IReadOnlyList<SourceClock> Sources);
