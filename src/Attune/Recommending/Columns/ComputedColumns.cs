using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Attune.Catalog;
using Attune.Filtering;

namespace Attune.Recommending.Columns;

/// <summary>The columns of one question: expressions worked out for the items of its answer, and for no other.</summary>
sealed class ComputedColumns
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly (string Name, CompiledExpression Expression)[] _columns;

    ComputedColumns((string Name, CompiledExpression Expression)[] columns) => _columns = columns;

    /// <summary>True where one asks for properties of the user.</summary>
    public bool UsesUser => _columns.Any(column => column.Expression.UsesUser);

    /// <summary>Compiles a question's columns.</summary>
    /// <param name="snapshot">The catalog as it stands.</param>
    /// <param name="asked">Names and expressions, without faults but for the expressions.</param>
    /// <param name="refused">The first fault, with its position; null where there is none.</param>
    /// <returns>Null where none is asked for, or one is refused.</returns>
    public static ComputedColumns? Compile(CatalogSnapshot snapshot, IReadOnlyList<ColumnExpression> asked, out RecommendOutcome.Refused? refused)
    {
        refused = null;
        if (asked.Count == 0)
        {
            return null;
        }

        var columns = new (string, CompiledExpression)[asked.Count];
        for (var n = 0; n < columns.Length; n++)
        {
            var (name, text) = asked[n];
            if (snapshot.CompileExpression(text, out var fault) is not { } expression)
            {
                refused = RequestRules.Refuse(text, fault!, $"columns.{name}");
                return null;
            }

            columns[n] = (name, expression);
        }

        return new ComputedColumns(columns);
    }

    /// <summary>What writes the columns of one item after the other.</summary>
    public ColumnWriter Of(CatalogSnapshot snapshot, FilterContext context) => new(_columns, new QuestionValues(snapshot, context));

    /// <summary>For one answer and one thread.</summary>
    internal sealed class ColumnWriter((string Name, CompiledExpression Expression)[] columns, QuestionValues values)
    {
        readonly ArrayBufferWriter<byte> _json = new();
        readonly Interpreter _interpreter = new(values);

        /// <summary>An item's columns, a JSON object as UTF-8 text.</summary>
        public ReadOnlyMemory<byte> Json(int item)
        {
            values.Item = item;
            _json.ResetWrittenCount();
            using var writer = new Utf8JsonWriter(_json, Options);
            writer.WriteStartObject();
            foreach (var (name, expression) in columns)
            {
                writer.WritePropertyName(name);
                expression.Write(writer, _interpreter);
            }

            writer.WriteEndObject();
            writer.Flush();
            return _json.WrittenSpan.ToArray();
        }
    }
}
