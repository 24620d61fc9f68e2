namespace Attune.Catalog;

/// <summary>What one row of a batch asks for.</summary>
public enum PropertyWriteKind
{
    /// <summary>The record becomes exactly what the row says.</summary>
    Put,

    /// <summary>The properties named are set, those given as null removed, the others kept; an unknown record is made.</summary>
    Patch,

    /// <summary>The record is deleted.</summary>
    Delete,
}

/// <summary>One row of a batch: a change of one item's or user's properties.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Id">To which item or user.</param>
/// <param name="Properties">UTF-8 text of a JSON object; empty for a deletion.</param>
public readonly record struct PropertyWrite(PropertyWriteKind Kind, string Id, ReadOnlyMemory<byte> Properties)
{
    /// <summary>Replaces a record.</summary>
    public static PropertyWrite Put(string id, ReadOnlyMemory<byte> json) => new(PropertyWriteKind.Put, id, json);

    /// <summary>Replaces a record.</summary>
    public static PropertyWrite Put(string id, string json) => Put(id, System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Merges into a record.</summary>
    public static PropertyWrite Patch(string id, ReadOnlyMemory<byte> json) => new(PropertyWriteKind.Patch, id, json);

    /// <summary>Merges into a record.</summary>
    public static PropertyWrite Patch(string id, string json) => Patch(id, System.Text.Encoding.UTF8.GetBytes(json));

    /// <summary>Deletes a record.</summary>
    public static PropertyWrite Delete(string id) => new(PropertyWriteKind.Delete, id, default);
}

/// <summary>What became of one row.</summary>
public abstract record PropertyVerdict
{
    /// <summary>The record is durable and visible.</summary>
    /// <param name="Created">True where there was none before.</param>
    public sealed record Written(bool Created) : PropertyVerdict;

    /// <summary>The record is gone.</summary>
    public sealed record Deleted : PropertyVerdict;

    /// <summary>There was nothing to delete.</summary>
    public sealed record NotFound : PropertyVerdict;

    /// <summary>The row broke a limit and changed nothing.</summary>
    /// <param name="Refusal">Which one.</param>
    public sealed record Refused(PropertyRefusal Refusal) : PropertyVerdict;
}

/// <summary>Why a row was refused.</summary>
/// <param name="Field"><c>id</c>, <c>properties</c>, or the property's name.</param>
/// <param name="Value">What was sent, cut to 64 characters.</param>
/// <param name="Limit">A sentence that says what would have been taken.</param>
public sealed record PropertyRefusal(string Field, string Value, string Limit);

/// <summary>What became of a batch.</summary>
public abstract record PropertyWriteOutcome
{
    /// <summary>All rows that were not refused are durable and visible.</summary>
    /// <param name="Verdicts">One a row, in the rows' order.</param>
    public sealed record Answered(IReadOnlyList<PropertyVerdict> Verdicts) : PropertyWriteOutcome;

    /// <summary>The disk took no more, or failed; no row was written.</summary>
    /// <param name="Reason">What the system said.</param>
    public sealed record StorageFailed(string Reason) : PropertyWriteOutcome;
}
