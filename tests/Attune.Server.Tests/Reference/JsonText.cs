using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attune.Server.Tests.Reference;

/// <summary>An answer for the eye: lists cut to their first two, texts to 120 characters, numbers to four decimals; what fits in a line stands in one.</summary>
static class JsonText
{
    const int Widest = 100;
    const int MostElements = 2;
    const int MostLetters = 120;

    static readonly JsonSerializerOptions AsItIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement value, int indent = 0)
    {
        var line = InLine(value);
        if (line.Length + indent <= Widest || value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            return line;
        }

        var inner = new string(' ', indent + 2);
        var parts = value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Take(MostElements).Select(each => inner + Of(each, indent + 2))
            : value.EnumerateObject().Select(field => $"{inner}{Quoted(field.Name)}: {Of(field.Value, indent + 2)}");
        var (open, close) = value.ValueKind == JsonValueKind.Array ? ('[', ']') : ('{', '}');
        return $"{open}\n{string.Join(",\n", parts)}\n{new string(' ', indent)}{close}";
    }

    static string InLine(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Take(MostElements).Select(InLine))}]",
        JsonValueKind.Object when !value.EnumerateObject().Any() => "{}",
        JsonValueKind.Object => $"{{ {string.Join(", ", value.EnumerateObject().Select(field => $"{Quoted(field.Name)}: {InLine(field.Value)}"))} }}",
        JsonValueKind.String => Quoted(Cut(value.GetString()!)),
        JsonValueKind.Number when !value.TryGetInt64(out _) => Rounded(value.GetDouble()),
        _ => value.GetRawText(),
    };

    static string Rounded(double number) => number.ToString(Math.Abs(number) < 0.001 ? "0.##e0" : "0.####", CultureInfo.InvariantCulture);

    static string Quoted(string text) => JsonSerializer.Serialize(text, AsItIs);

    static string Cut(string text) => text.Length <= MostLetters ? text : text[..MostLetters] + "…";
}
