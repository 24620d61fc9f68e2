using System.Globalization;

namespace Attune.Server.Commands;

/// <summary>Instants as people type them.</summary>
static class InstantText
{
    /// <summary>Reads one; without an offset it is in UTC, as everywhere.</summary>
    /// <param name="option">The option it was given for, as <c>--as-of</c>.</param>
    /// <param name="text">What was typed.</param>
    /// <exception cref="UsageException">It is no instant.</exception>
    public static DateTimeOffset Read(string option, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
            : throw new UsageException($"{option} has '{text}'; it must be an instant as 2026-11-01 or 2026-11-01T12:00:00Z.");
}
