using System.Text.Json;
using Attune.Events;

namespace Attune.Filtering;

/// <summary>An expression that gives a value for an item. Immutable; holds for every later snapshot of its catalog.</summary>
sealed class CompiledExpression(string text, Typed root, Dependence dependence)
{
    /// <summary>As written.</summary>
    internal string Text => text;

    /// <summary>True where it asks for properties of the user.</summary>
    internal bool UsesUser => dependence.HasFlag(Dependence.User);

    /// <summary>Writes the value: a number, a text, true or false, a timestamp as RFC 3339, a duration in seconds; null where it is missing.</summary>
    internal void Write(Utf8JsonWriter writer, Interpreter interpreter)
    {
        switch (root)
        {
            case { Condition: { } condition } when interpreter.IsKnown(condition):
                writer.WriteBooleanValue(interpreter.Holds(condition));
                break;
            case { Text: { } term } when interpreter.Text(term) is { } value:
                writer.WriteStringValue(value);
                break;
            case { Number: { } term } when interpreter.Number(term) is var number && double.IsFinite(number):
                WriteNumber(writer, number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    void WriteNumber(Utf8JsonWriter writer, double number)
    {
        switch (root.Type)
        {
            case TermType.Timestamp when Math.Abs(number) <= EventTime.From(DateTimeOffset.MaxValue).Micros:
                writer.WriteStringValue(new EventTime((long)number).ToString());
                break;
            case TermType.Timestamp:
                writer.WriteNullValue();
                break;
            case TermType.Duration:
                writer.WriteNumberValue(number / EventTime.MicrosPerSecond);
                break;
            default:
                writer.WriteNumberValue(number);
                break;
        }
    }
}
