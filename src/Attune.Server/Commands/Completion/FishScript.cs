using System.Globalization;
using System.Text;

namespace Attune.Server.Commands.Completion;

/// <summary>Completion for fish, with the sentences of the help beside the words.</summary>
static class FishScript
{
    /// <summary>The script; to be put where fish looks for it.</summary>
    public static string Render(Verb root)
    {
        var verbs = root.AndBelow().ToList();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"set -g __attune_verbs {string.Join(' ', verbs.Skip(1).Select(verb => Quoted(verb.Path)))}\n");
        text.Append("""
            function __attune_at
                set -l at attune
                for word in (commandline -opc)[2..]
                    contains -- "$at $word" $__attune_verbs; and set at "$at $word"
                end
                test "$at" = "$argv"
            end

            """);
        foreach (var verb in verbs)
        {
            var at = $"complete -c attune -n {Quoted($"__attune_at {verb.Path}")}";
            foreach (var below in verb.Subcommands)
            {
                text.Append(CultureInfo.InvariantCulture, $"{at} -f -a {below.Name} -d {Quoted(below.Description!)}\n");
            }

            foreach (var value in verb.Arguments.SelectMany(Words.Values))
            {
                text.Append(CultureInfo.InvariantCulture, $"{at} -f -a {value}\n");
            }

            foreach (var option in Words.Options(verb, root))
            {
                var values = Words.Values(option);
                var takes = values.Count > 0 ? $" -x -a {Quoted(string.Join(' ', values))}" : Words.IsSwitch(option) ? "" : " -r";
                text.Append(CultureInfo.InvariantCulture, $"{at} -l {option.Name[2..]}{takes} -d {Quoted(option.Description ?? "")}\n");
            }
        }

        return text.ToString();
    }

    static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
