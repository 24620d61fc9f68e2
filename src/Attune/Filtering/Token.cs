namespace Attune.Filtering;

/// <summary>What a token is.</summary>
enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Symbol,
}

/// <summary>One word of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins, in characters from 0.</param>
/// <param name="Length">How many characters it has, quotes included.</param>
/// <param name="Text">A name, a symbol, or a text with its escapes resolved.</param>
/// <param name="Number">A number's value.</param>
readonly record struct Token(TokenKind Kind, int Position, int Length, string Text, double Number = 0)
{
    internal bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    internal string Shown => Kind == TokenKind.End ? "the end" : Kind == TokenKind.Text ? "a text" : $"'{Text}'";
}
