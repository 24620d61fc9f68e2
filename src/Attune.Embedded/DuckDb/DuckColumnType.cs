namespace Attune.Embedded.DuckDb;

/// <summary>The type of a column.</summary>
/// <param name="Type">The type.</param>
/// <param name="Width">Digits in all, of a DECIMAL.</param>
/// <param name="Scale">Digits after the point, of a DECIMAL.</param>
/// <param name="Storage">What a DECIMAL is laid out as.</param>
readonly record struct DuckColumnType(DuckType Type, byte Width, byte Scale, DuckType Storage)
{
    /// <summary>True where <see cref="DuckCell"/> turns a value into one of .NET's; others are read as text.</summary>
    public bool IsPlain => Type is >= DuckType.Boolean and <= DuckType.Date
        or DuckType.HugeInt or DuckType.Varchar or DuckType.Decimal
        or DuckType.TimestampSeconds or DuckType.TimestampMillis or DuckType.TimestampNanos or DuckType.TimestampWithZone;

    /// <summary>The type's name in SQL; of a nested type only what it is.</summary>
    public string Name => Type switch
    {
        DuckType.Decimal => FormattableString.Invariant($"DECIMAL({Width},{Scale})"),
        DuckType.TimestampSeconds => "TIMESTAMP_S",
        DuckType.TimestampMillis => "TIMESTAMP_MS",
        DuckType.TimestampNanos => "TIMESTAMP_NS",
        DuckType.TimestampWithZone => "TIMESTAMP WITH TIME ZONE",
        DuckType.TimeWithZone => "TIME WITH TIME ZONE",
        _ => Type.ToString().ToUpperInvariant(),
    };

    internal static DuckColumnType Of(nint type)
    {
        var id = (DuckType)Native.duckdb_get_type_id(type);
        return id == DuckType.Decimal
            ? new DuckColumnType(
                id,
                Native.duckdb_decimal_width(type),
                Native.duckdb_decimal_scale(type),
                (DuckType)Native.duckdb_decimal_internal_type(type))
            : new DuckColumnType(id, 0, 0, DuckType.Invalid);
    }
}
