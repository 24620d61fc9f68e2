using System.Text.Json.Nodes;
using Attune.Client.Wire;
using Attune.Embedded.Importing;

namespace Attune.Server.Commands;

/// <summary>What became of the rows of an import.</summary>
sealed class ImportTally
{
    public const int KeptRefusals = 1_000;

    public long Events { get; private set; }

    public long Duplicates { get; private set; }

    public long Items { get; set; }

    public long Users { get; set; }

    public long Refused { get; private set; }

    public SortedDictionary<string, long> LeftOut { get; } = new(StringComparer.Ordinal);

    public List<string> Refusals { get; } = [];

    public void Add(EventsAnswer answer)
    {
        Events += answer.Accepted;
        Duplicates += answer.Duplicates;
        foreach (var row in answer.Rows.Where(row => row.Error is not null))
        {
            Refuse($"{row.Error!.Field} is '{row.Error.Value}': {row.Error.Limit}");
        }
    }

    public void Add(ImportChunk chunk)
    {
        foreach (var (reason, count) in chunk.LeftOut)
        {
            LeftOut[reason] = LeftOut.GetValueOrDefault(reason) + count;
        }

        foreach (var refusal in chunk.Refusals)
        {
            Refuse(FormattableString.Invariant($"{refusal.File}, row {refusal.Row}: {refusal.Field} is '{refusal.Value}': {refusal.Limit}"));
        }
    }

    public JsonObject ToJson() => new()
    {
        ["events"] = Events,
        ["duplicates"] = Duplicates,
        ["items"] = Items,
        ["users"] = Users,
        ["refused"] = Refused,
        ["leftOut"] = new JsonObject(LeftOut.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["refusals"] = new JsonArray([.. Refusals.Select(text => (JsonNode?)text)]),
    };

    void Refuse(string text)
    {
        Refused++;
        if (Refusals.Count < KeptRefusals)
        {
            Refusals.Add(text);
        }
    }
}
