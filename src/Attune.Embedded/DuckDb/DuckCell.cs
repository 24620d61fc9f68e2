namespace Attune.Embedded.DuckDb;

/// <summary>One value of a result, as one of .NET's types: for answers to people, where speed does not matter.</summary>
static class DuckCell
{
    const long MicrosPerDay = 86_400_000_000;
    const long MicrosPerSecond = 1_000_000;

    /// <summary>null, bool, long, double, decimal, string or DateTimeOffset.</summary>
    /// <param name="result">At a chunk.</param>
    /// <param name="column">A column of a plain type (<see cref="DuckColumnType.IsPlain"/>).</param>
    /// <param name="type">The column's type.</param>
    /// <param name="row">Of the chunk.</param>
    public static object? Read(DuckResult result, int column, DuckColumnType type, int row)
    {
        if (result.Nulls(column)[row])
        {
            return null;
        }

        return type.Type switch
        {
            DuckType.Boolean => result.Values<byte>(column)[row] != 0,
            DuckType.UBigInt => Number(result.Values<ulong>(column)[row], 0),
            DuckType.HugeInt => Number(result.Values<Int128>(column)[row], 0),
            DuckType.Float => (double)result.Values<float>(column)[row],
            DuckType.Double => result.Values<double>(column)[row],
            DuckType.Decimal => Number(Integer(result, column, type.Storage, row), type.Scale),
            DuckType.Varchar => result.Texts(column).String(row),
            DuckType.Date => Instant(result.Values<int>(column)[row] * MicrosPerDay),
            DuckType.TimestampSeconds => Instant(result.Values<long>(column)[row] * MicrosPerSecond),
            DuckType.TimestampMillis => Instant(result.Values<long>(column)[row] * 1000),
            DuckType.TimestampNanos => Instant(result.Values<long>(column)[row] / 1000),
            DuckType.Timestamp or DuckType.TimestampWithZone => Instant(result.Values<long>(column)[row]),
            _ => Number(Integer(result, column, type.Type, row), 0),
        };
    }

    static Int128 Integer(DuckResult result, int column, DuckType type, int row) => type switch
    {
        DuckType.TinyInt => result.Values<sbyte>(column)[row],
        DuckType.SmallInt => result.Values<short>(column)[row],
        DuckType.Integer => result.Values<int>(column)[row],
        DuckType.BigInt => result.Values<long>(column)[row],
        DuckType.UTinyInt => result.Values<byte>(column)[row],
        DuckType.USmallInt => result.Values<ushort>(column)[row],
        DuckType.UInteger => result.Values<uint>(column)[row],
        DuckType.HugeInt => result.Values<Int128>(column)[row],
        _ => throw new ArgumentException($"{type} is not a whole number."),
    };

    // Where a long or a decimal does not hold it, the nearest double. Sums of BIGINT are HUGEINT in DuckDB, and mostly small.
    static object Number(Int128 digits, byte scale)
    {
        if (scale == 0 && digits >= long.MinValue && digits <= long.MaxValue)
        {
            return (long)digits;
        }

        var magnitude = Int128.Abs(digits);
        if (scale is 0 or > 28 || magnitude >> 96 != 0)
        {
            return (double)digits / Math.Pow(10, scale);
        }

        var low = (ulong)(magnitude & ulong.MaxValue);
        return new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)(uint)(magnitude >> 64), digits < 0, scale);
    }

    // Infinity and years that .NET does not have are given as text.
    static object Instant(long micros)
    {
        var longest = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var shortest = (DateTimeOffset.MinValue - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return micros >= shortest && micros <= longest
            ? DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond)
            : micros > 0 ? "infinity" : "-infinity";
    }
}
