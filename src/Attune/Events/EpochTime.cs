using System.Text.Json;

namespace Attune.Events;

/// <summary>Reads an instant from a number: seconds, milliseconds or microseconds since 1970, told apart by size.</summary>
/// <remarks>Below 1e11 it is seconds (to the year 5138), below 1e14 milliseconds (from 1973), below 1e17 microseconds (from 1973).</remarks>
static class EpochTime
{
    const double LeastMillis = 1e11;
    const double LeastMicros = 1e14;
    const double Beyond = 1e17;

    internal static bool TryRead(ref Utf8JsonReader reader, out EventTime time)
    {
        time = default;
        if (reader.TryGetInt64(out var whole))
        {
            if (whole is < 0 or >= (long)Beyond)
            {
                return false;
            }

            time = new(whole * (whole < (long)LeastMillis ? 1_000_000 : whole < (long)LeastMicros ? 1000 : 1));
            return true;
        }

        if (!reader.TryGetDouble(out var number) || !(number >= 0 && number < Beyond))
        {
            return false;
        }

        time = new((long)(number * (number < LeastMillis ? 1e6 : number < LeastMicros ? 1e3 : 1)));
        return true;
    }
}
