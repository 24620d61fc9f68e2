using System.Globalization;
using Attune.Catalog;
using Attune.Client.Wire;
using Attune.Server.Bodies;
using Attune.Server.Problems;

namespace Attune.Server.Endpoints;

/// <summary>Reads a batch of items or users: rows of <c>{"id": …, "properties": {…}}</c>.</summary>
sealed class PropertyRows
{
    PropertyRows(List<PropertyWrite> writes, List<int> places, RowVerdict?[] refused) =>
        (Writes, Places, Verdicts) = (writes, places, refused);

    /// <summary>The rows that could be read.</summary>
    public IReadOnlyList<PropertyWrite> Writes { get; }

    /// <summary>By write: which row of the request it is.</summary>
    public IReadOnlyList<int> Places { get; }

    /// <summary>By row of the request: the verdict, where there is one already.</summary>
    public RowVerdict?[] Verdicts { get; }

    /// <summary>Reads each row by itself: one that cannot be read is refused and the others go on.</summary>
    public static PropertyRows Read(RequestBody body, IReadOnlyList<RowRange> rows)
    {
        var writes = new List<PropertyWrite>(rows.Count);
        var places = new List<int>(rows.Count);
        var refused = new RowVerdict?[rows.Count];
        for (var place = 0; place < rows.Count; place++)
        {
            var bytes = body.Bytes.Slice(rows[place].Start, rows[place].Length);
            var (write, error) = ReadRow(bytes, string.Create(CultureInfo.InvariantCulture, $"[{place}]."));
            if (error is not null)
            {
                refused[place] = new RowVerdict { Verdict = RowVerdict.Refused, Error = error };
                continue;
            }

            writes.Add(write);
            places.Add(place);
        }

        return new(writes, places, refused);
    }

    static (PropertyWrite Write, FieldError? Error) ReadRow(ReadOnlyMemory<byte> bytes, string path)
    {
        var (document, problem) = JsonBody.Parse(bytes);
        if (document is null)
        {
            return (default, problem!.Errors[0] with { Field = path.TrimEnd('.') });
        }

        using (document)
        {
            var faults = new Faults();
            var fields = new BodyFields(document.RootElement, path, faults);
            fields.RefuseOthers("id", "properties");
            var id = RecommendationParameters.Id(path + "id", fields.Text("id", Events.EventLimits.IdBytes, required: true), faults);
            fields.TryGet("properties", required: true, out var properties);
            return faults.Any
                ? (default, faults.Errors[0])
                : (PropertyWrite.Put(id!, System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(properties).ToArray()), null);
        }
    }
}
