using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>The next rows of an import, in the order of the file. Items belong before the events that name them.</summary>
/// <param name="Items">Items, with all their properties.</param>
/// <param name="Users">Users, with all their properties.</param>
/// <param name="Events">Events.</param>
/// <param name="Refusals">Rows that hold no valid event or record.</param>
/// <param name="LeftOut">Rows that are passed over on purpose, counted by reason; those of this chunk.</param>
/// <param name="RowsRead">Rows read so far, of all files.</param>
/// <param name="RowsTotal">Rows in all files, counted before the first was read.</param>
public sealed record ImportChunk(
    IReadOnlyList<ImportedRecord> Items,
    IReadOnlyList<ImportedRecord> Users,
    IReadOnlyList<UserEvent> Events,
    IReadOnlyList<ImportRefusal> Refusals,
    IReadOnlyDictionary<string, long> LeftOut,
    long RowsRead,
    long RowsTotal)
{
    /// <summary>How far the import is, 0 to 1.</summary>
    public double Progress => RowsTotal == 0 ? 1 : Math.Min(1, (double)RowsRead / RowsTotal);
}

/// <summary>The properties of an item or a user.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Properties">The text of a JSON object without nulls; empty cells are left out.</param>
public sealed record ImportedRecord(string Id, string Properties);

/// <summary>A row that was not taken.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Row">
/// The row's number from 1, a header not counted; of a row that could not be split into cells, the number of its line.
/// </param>
/// <param name="Field">The field at fault.</param>
/// <param name="Value">What is there, cut to 64 characters.</param>
/// <param name="Limit">What should be there.</param>
public sealed record ImportRefusal(string File, long Row, string Field, string Value, string Limit);
