using System.Text;
using Attune.Catalog.Columns;
using Attune.Filtering;

namespace Attune.Catalog;

/// <summary>The catalog as it stood at one moment: everything one request needs. Immutable, shared, swapped by reference.</summary>
/// <remarks>
/// <para><b>What may be recommended.</b> Items with properties. As long as the catalog has never held an item, every item
/// met in events may be, so that people who only stream events get answers; from the first item put on, only listed items
/// are, also when all of them have been deleted again.</para>
/// <para><b>Cost of a change.</b> One item's new price copies one chunk of one column (8 KB) and the lists of chunks (8 bytes
/// for 1 024 items each); filters cached before are evaluated again for the changed chunk only.</para>
/// </remarks>
public sealed class CatalogSnapshot
{
    internal CatalogSnapshot(CatalogShared shared) => Shared = shared;

    /// <summary>How many ordinals it speaks of; one given later is outside every set.</summary>
    public int Size => Listed.Size;

    /// <summary>The items that may be recommended. Not to be changed.</summary>
    public required ItemSet Listed { get; init; }

    /// <summary>The properties items have.</summary>
    public required PropertySchema Schema { get; init; }

    /// <summary>True as long as the catalog has never held an item.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>What the snapshots of one catalog have in common.</summary>
    internal CatalogShared Shared { get; }

    /// <summary>Which chunk changed when.</summary>
    internal ChunkVersions Versions { get; init; } = new(0, []);

    /// <summary>The JSON text of each item's properties.</summary>
    internal ChunkedArray<byte[]?> Records { get; init; } = new(null, []);

    /// <summary>A column a property, by its index in the schema.</summary>
    internal Column[] Columns { get; init; } = [];

    internal static CatalogSnapshot Empty(CatalogShared shared) => new(shared)
    {
        Schema = PropertySchema.Empty,
        Listed = new(0),
        IsOpen = true,
    };

    /// <summary>The dictionary behind text columns and sets.</summary>
    internal NumberedTexts Texts => Shared.Texts;

    /// <summary>A property's column; empty where the property is of a newer schema than this snapshot's.</summary>
    internal Column ColumnOf(PropertyDefinition property) =>
        property.Index < Columns.Length ? Columns[property.Index] : Column.Empty(property.Type);

    /// <summary>An item's value of a property; none where it has none, or there is no such item.</summary>
    /// <remarks>Cost: a look-up; for a set, a list of its members.</remarks>
    internal PropertyValue ValueOf(int ordinal, PropertyDefinition property)
    {
        if (ordinal < 0)
        {
            return PropertyValue.None;
        }

        var column = ColumnOf(property);
        switch (property.Type)
        {
            case PropertyType.Boolean:
                var flag = column.Flags![ordinal];
                return flag == 0 ? PropertyValue.None : PropertyValue.Of(flag == Column.True);
            case PropertyType.Text:
                var code = column.Codes![ordinal];
                return code < 0 ? PropertyValue.None : PropertyValue.Of(Texts[code]);
            case PropertyType.Number or PropertyType.Timestamp:
                var number = column.Numbers![ordinal];
                return double.IsNaN(number) ? PropertyValue.None : new PropertyValue(property.Type, number, null, null);
            case PropertyType.GeoPoint:
                var point = column.Points![ordinal];
                return point.IsNone ? PropertyValue.None : PropertyValue.Of(point);
            case PropertyType.Vector:
                return column.Vectors![ordinal] is { } vector ? PropertyValue.Of(vector) : PropertyValue.None;
            default:
                return column.Sets![ordinal] is { } members
                    ? new PropertyValue(PropertyType.TextSet, 0, null, Array.ConvertAll(members, member => Texts[member]))
                    : PropertyValue.None;
        }
    }

    /// <summary>True where the item may be recommended.</summary>
    public bool IsListed(int ordinal) => Listed.Contains(ordinal);

    /// <summary>The item's properties as the text of a JSON object; null where it has none.</summary>
    public string? PropertiesJson(int ordinal) => Records[ordinal] is { } json ? Encoding.UTF8.GetString(json) : null;

    /// <summary>The item's properties as UTF-8 text of a JSON object; empty where it has none. Nothing is copied.</summary>
    public ReadOnlyMemory<byte> PropertiesUtf8(int ordinal) => Records[ordinal];

    /// <summary>Compiles a filter, or finds it compiled: the last 1 024 texts are remembered.</summary>
    public FilterOutcome Compile(string text) => Shared.Compiled.GetOrAdd(text, Schema, Shared.Users?.Schema ?? PropertySchema.Empty);

    /// <summary>Compiles an expression that gives a value; null, and the fault, where it is none.</summary>
    internal CompiledExpression? CompileExpression(string text, out FilterFault? fault) =>
        FilterLanguage.CompileExpression(text, Schema, Shared.Users?.Schema ?? PropertySchema.Empty, out fault);

    /// <summary>The listed items for which a filter holds. Not to be changed.</summary>
    /// <remarks>Remembered for the last 256 filters that depend on the item alone; then a look-up, else about 0.3 µs a chunk and condition.</remarks>
    public ItemSet Evaluate(CompiledFilter filter, FilterContext context) => Shared.Filters.Evaluate(this, filter, context);
}
