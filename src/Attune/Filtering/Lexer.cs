using System.Globalization;
using System.Text;

namespace Attune.Filtering;

/// <summary>Cuts a filter's text into tokens.</summary>
static class Lexer
{
    // Longest first, so that <= is not read as <.
    static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "(", ")", "[", "]", ",", "."];

    /// <summary>All tokens, the last of kind <see cref="TokenKind.End"/>.</summary>
    /// <returns>The fault, or null.</returns>
    internal static FilterFault? Read(string text, List<Token> tokens)
    {
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (Next(text, at, out var token) is { } fault)
            {
                return fault;
            }

            tokens.Add(token);
            at += token.Length;
        }

        tokens.Add(new(TokenKind.End, text.Length, 0, ""));
        return null;
    }

    static FilterFault? Next(string text, int at, out Token token)
    {
        var first = text[at];
        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return ReadNumber(text, at, out token);
        }

        if (first is '"' or '\'')
        {
            return ReadText(text, at, out token);
        }

        if (char.IsLetter(first) || first == '_')
        {
            var end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            token = new(TokenKind.Name, at, end - at, text[at..end]);
            return null;
        }

        foreach (var symbol in Symbols)
        {
            if (text.AsSpan(at).StartsWith(symbol, StringComparison.Ordinal))
            {
                token = new(TokenKind.Symbol, at, symbol.Length, symbol);
                return null;
            }
        }

        token = default;
        var length = char.IsSurrogatePair(text, at) ? 2 : 1;
        var suggestion = first switch
        {
            '=' => at + 1 < text.Length && text[at + 1] is '<' or '>' ? $"{text[at + 1]}=" : "==",
            '&' => "&&",
            '|' => "||",
            '“' or '”' or '„' or '’' or '‘' => "\"",
            '≤' => "<=",
            '≥' => ">=",
            '≠' => "!=",
            _ => null,
        };
        return new(at, length, $"'{Shown(text.AsSpan(at, length))}' means nothing here.", suggestion);
    }

    static FilterFault? ReadNumber(string text, int at, out Token token)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '.' or '_'
            || (text[end] is '+' or '-' && text[end - 1] is 'e' or 'E')))
        {
            end++;
        }

        token = default;
        var word = text.AsSpan(at, end - at);
        if (!double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number))
        {
            return new(at, word.Length, $"'{Shown(word)}' is not a finite number.");
        }

        token = new(TokenKind.Number, at, word.Length, word.ToString(), number);
        return null;
    }

    static FilterFault? ReadText(string text, int at, out Token token)
    {
        token = default;
        var value = new StringBuilder();
        var end = at + 1;
        for (; end < text.Length && text[end] != text[at]; end++)
        {
            if (text[end] != '\\')
            {
                value.Append(text[end]);
                continue;
            }

            end++;
            if (end == text.Length)
            {
                break;
            }

            if (text[end] == 'u' && end + 4 < text.Length
                && int.TryParse(text.AsSpan(end + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                value.Append((char)unit);
                end += 4;
                continue;
            }

            var escaped = text[end] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', '\\' or '"' or '\'' or '/' => text[end], _ => '\0' };
            if (escaped == '\0')
            {
                return new(end - 1, 2, $"'\\{Shown(text.AsSpan(end, 1))}' is no escape; there are \\\\ \\\" \\' \\/ \\n \\r \\t and \\uXXXX.");
            }

            value.Append(escaped);
        }

        if (end >= text.Length)
        {
            return new(at, text.Length - at, $"The text that begins here is not closed by {text[at]}.");
        }

        token = new(TokenKind.Text, at, end + 1 - at, value.ToString());
        return null;
    }

    static string Shown(ReadOnlySpan<char> text) => text.Length <= 64 ? text.ToString() : text[..64].ToString();
}
