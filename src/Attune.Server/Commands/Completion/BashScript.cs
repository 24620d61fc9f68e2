using System.Globalization;
using System.Text;

namespace Attune.Server.Commands.Completion;

/// <summary>Completion for bash, and for zsh by its emulation of bash's.</summary>
static class BashScript
{
    /// <summary>The script; to be sourced.</summary>
    public static string Render(Verb root, bool isZsh)
    {
        var verbs = root.AndBelow().ToList();
        var text = new StringBuilder();
        if (isZsh)
        {
            text.Append("autoload -Uz compinit bashcompinit\ncompinit\nbashcompinit\n");
        }

        text.Append("""
            _attune() {
              local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" at=attune next="" place
              for ((place = 1; place < COMP_CWORD; place++)); do
                case "$at ${COMP_WORDS[place]}" in

            """);
        text.Append(CultureInfo.InvariantCulture, $"      {string.Join('|', verbs.Skip(1).Select(verb => Quoted(verb.Path)))})\n");
        text.Append("""
                    at="$at ${COMP_WORDS[place]}" ;;
                esac
              done
              case "$at" in

            """);
        foreach (var verb in verbs)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Quoted(verb.Path)}) next={Quoted(string.Join(' ', Words.Next(verb, root)))} ;;\n");
        }

        text.Append("  esac\n  case \"$at $before\" in\n");
        foreach (var values in verbs
            .SelectMany(verb => verb.Options.Where(option => !Words.IsSwitch(option)).Select(option => (Name: $"{verb.Path} {option.Name}", Values: string.Join(' ', Words.Values(option)))))
            .GroupBy(option => option.Values, option => Quoted(option.Name)))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {string.Join('|', values)}) next={Quoted(values.Key)} ;;\n");
        }

        text.Append("""
              esac
              COMPREPLY=($(compgen -W "$next" -- "$word"))
            }
            complete -o default -F _attune attune ./attune

            """);
        return text.ToString();
    }

    static string Quoted(string text) => $"\"{text}\"";
}
