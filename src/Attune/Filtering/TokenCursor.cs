namespace Attune.Filtering;

/// <summary>Where a parser stands among its tokens, and what it has spent of the limits.</summary>
/// <remarks>The first fault is kept and nothing is parsed after it.</remarks>
sealed class TokenCursor(List<Token> tokens)
{
    int _at;

    internal FilterFault? Fault { get; private set; }

    internal Token Current => tokens[_at];

    internal Token Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Where the last token taken ends.</summary>
    internal int End => tokens[_at - 1].Position + tokens[_at - 1].Length;

    internal int Depth { get; set; }

    internal int Nodes { get; set; }

    internal Token Take() => tokens[_at++];

    internal bool Take(string symbol)
    {
        var there = Current.Is(symbol);
        _at += there ? 1 : 0;
        return there;
    }

    internal bool Expect(string symbol)
    {
        if (Take(symbol))
        {
            return true;
        }

        Fail(Current, $"'{symbol}' is expected, not {Current.Shown}.");
        return false;
    }

    /// <summary>Counts a node of the tree; null, and a fault, where there are too many.</summary>
    internal T? Count<T>(T node)
        where T : Syntax
    {
        if (++Nodes <= FilterLimits.Nodes)
        {
            return node;
        }

        Fault ??= node.Fault($"A filter has at most {FilterLimits.Nodes} values and operators.");
        return null;
    }

    internal bool Deeper()
    {
        if (++Depth <= FilterLimits.Depth)
        {
            return true;
        }

        Fail(Current, $"A filter is nested at most {FilterLimits.Depth} deep.");
        return false;
    }

    internal Syntax? Fail(Token token, string message, string? suggestion = null)
    {
        Fault ??= new(token.Position, token.Length, message, suggestion);
        return null;
    }
}
