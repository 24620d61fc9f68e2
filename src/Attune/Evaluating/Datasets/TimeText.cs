using System.Globalization;
using Attune.Events;

namespace Attune.Evaluating.Datasets;

/// <summary>Reads an instant as data sets write it: a number since 1970, or a date and time (UTC where no zone is given).</summary>
/// <remarks>A number is seconds below 1e11 in size, milliseconds below 1e14, microseconds below 1e17, otherwise nanoseconds.</remarks>
static class TimeText
{
    internal const string Expected = "seconds (or ms, µs, ns) since 1970, or a date and time as 2010-12-01 08:26:00";

    internal static bool TryParse(string text, out long micros)
    {
        micros = 0;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var size = Math.Abs(number);
            var factor = size < 1e11m ? 1e6m : size < 1e14m ? 1e3m : size < 1e17m ? 1m : 1e-3m;
            if (size > 9e18m)
            {
                return false;
            }

            micros = (long)decimal.Round(number * factor);
            return true;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var instant))
        {
            micros = EventTime.From(instant).Micros;
            return true;
        }

        return false;
    }
}
