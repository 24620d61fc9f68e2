using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Attune.Operating;

/// <summary>Gathers what is wrong with the settings of one part: a sentence a field, named as in the settings file.</summary>
/// <param name="part">The part's name, as <c>live</c>; fields become <c>live.coVisits.window</c>.</param>
public sealed class SettingFaults(string part)
{
    readonly List<string> _found = [];

    /// <summary>What was found, in the order it was looked for; empty where nothing is wrong.</summary>
    public IReadOnlyList<string> Found => _found;

    /// <summary>A number lies within its range, both ends included; NaN lies in none.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="least">The lowest that is good.</param>
    /// <param name="most">The highest that is good.</param>
    /// <param name="field">The setting's name: as written, from the record on.</param>
    public SettingFaults Within(double value, double least, double most, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value >= least && value <= most ? this : Add(field, FormattableString.Invariant($"{value}; it must be {least} to {most}."));

    /// <summary>A time lies within its range, both ends included.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="least">The shortest that is good.</param>
    /// <param name="most">The longest that is good.</param>
    /// <param name="field">The setting's name: as written, from the record on.</param>
    public SettingFaults Within(TimeSpan value, TimeSpan least, TimeSpan most, [CallerArgumentExpression(nameof(value))] string field = "") =>
        value >= least && value <= most ? this : Add(field, $"{value:c}; it must be {least:c} to {most:c}.");

    /// <summary>A rule of another kind holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="field">The setting's name.</param>
    /// <param name="otherwise">What to say where it does not: value and limit, as the rest of a sentence that begins with the field and "is".</param>
    public SettingFaults Must(bool holds, string field, FormattableString otherwise) =>
        holds ? this : Add(field, FormattableString.Invariant(otherwise));

    /// <summary>Takes over what another part found of itself.</summary>
    public SettingFaults And(IEnumerable<string> others)
    {
        _found.AddRange(others);
        return this;
    }

    /// <summary>Refuses settings that have faults, all in one message.</summary>
    /// <exception cref="ArgumentException">There are faults.</exception>
    public static void Refuse(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', faults));
        }
    }

    SettingFaults Add(string field, string fault)
    {
        var path = string.Join('.', field.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
        _found.Add($"{part}.{path} is {fault}");
        return this;
    }
}
