namespace Attune.Filtering;

/// <summary>Parses a filter by recursive descent, one method a level of precedence.</summary>
/// <remarks>A method returns null when it failed; the first fault is kept and nothing is parsed after it.</remarks>
sealed class Parser(List<Token> tokens)
{
    static readonly string[] Relations = ["==", "!=", "<", "<=", ">", ">="];

    int _at;
    int _depth;
    int _nodes;

    internal FilterFault? Fault { get; private set; }

    Token Current => tokens[_at];

    /// <summary>The whole filter, or null.</summary>
    internal Syntax? Parse()
    {
        var whole = Or();
        return whole is not null && Current.Kind != TokenKind.End
            ? Fail(Current, $"An operator is missing before {Current.Shown}.")
            : whole;
    }

    Syntax? Or() => Chain("||", And);

    Syntax? And() => Chain("&&", Relation);

    Syntax? Chain(string symbol, Func<Syntax?> next)
    {
        var first = next();
        if (first is null || !Current.Is(symbol))
        {
            return first;
        }

        var operands = new List<Syntax> { first };
        while (Take(symbol))
        {
            if (next() is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
        }

        return Count(new Syntax.Chain(first.Position, End(operands[^1]) - first.Position, symbol, operands));
    }

    Syntax? Relation()
    {
        if (Sum() is not { } left)
        {
            return null;
        }

        var relation = Current;
        if (relation is { Kind: TokenKind.Name, Text: "in" } || (relation.Kind == TokenKind.Symbol && Relations.Contains(relation.Text)))
        {
            _at++;
            return Sum() is { } right ? Join(relation.Text, left, right) : null;
        }

        return left;
    }

    Syntax? Sum() => LeftToRight(Product, "+", "-");

    Syntax? Product() => LeftToRight(Prefixed, "*", "/");

    Syntax? LeftToRight(Func<Syntax?> next, string one, string other)
    {
        var left = next();
        var before = _depth;
        while (left is not null && (Current.Is(one) || Current.Is(other)))
        {
            // Each step nests the tree one deeper on its left.
            if (!Deeper())
            {
                return null;
            }

            var symbol = Current.Text;
            _at++;
            left = next() is { } right ? Join(symbol, left, right) : null;
        }

        _depth = before;
        return left;
    }

    Syntax? Prefixed()
    {
        var prefix = Current;
        if (!prefix.Is("!") && !prefix.Is("-"))
        {
            return Postfixed();
        }

        if (!Deeper())
        {
            return null;
        }

        _at++;
        var operand = Prefixed();
        _depth--;
        return operand is null ? null : Count(new Syntax.Unary(prefix.Position, End(operand) - prefix.Position, prefix.Text, operand));
    }

    Syntax? Postfixed()
    {
        var value = Primary();
        while (value is not null && Take("."))
        {
            if (!Deeper())
            {
                return null;
            }

            var name = Current;
            if (name.Kind != TokenKind.Name)
            {
                return Fail(name, $"A name is expected after the dot, not {name.Shown}.");
            }

            _at++;
            if (!Current.Is("("))
            {
                return Fail(name, $"'{name.Text}' is not a property of anything: only item has properties.", $"{name.Text}(…)");
            }

            value = Arguments() is { } arguments
                ? Count(new Syntax.Call(value.Position, End() - value.Position, name.Text, value, arguments))
                : null;
            _depth--;
        }

        return value;
    }

    Syntax? Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return Count(new Syntax.NumberLiteral(token.Position, token.Length, token.Number));
            case TokenKind.Text:
                _at++;
                return Count(new Syntax.TextLiteral(token.Position, token.Length, token.Text));
            case TokenKind.Name:
                _at++;
                return Named(token);
            default:
                return token.Is("(") ? Parenthesised() : token.Is("[") ? List() : Fail(token, $"A value is expected, not {token.Shown}.");
        }
    }

    Syntax? Named(Token name) => name.Text switch
    {
        "true" or "false" => Count(new Syntax.BooleanLiteral(name.Position, name.Length, name.Text == "true")),
        "null" => Count(new Syntax.NullLiteral(name.Position, name.Length)),
        "item" => Property(name),
        _ when Current.Is("(") => Arguments() is { } arguments
            ? Count(new Syntax.Call(name.Position, End() - name.Position, name.Text, null, arguments))
            : null,
        _ => Fail(name, $"'{name.Text}' is not known. Properties are written item.{name.Text}.", $"item.{name.Text}"),
    };

    Syntax? Property(Token item)
    {
        if (Take("."))
        {
            var name = Current;
            if (name.Kind != TokenKind.Name)
            {
                return Fail(name, $"A property's name is expected after 'item.', not {name.Shown}.");
            }

            _at++;
            return Count(new Syntax.PropertyAccess(item.Position, End() - item.Position, name.Text));
        }

        if (!Take("["))
        {
            return Fail(item, "'item' stands for the whole item; name one of its properties.", "item.name");
        }

        var quoted = Current;
        if (quoted.Kind != TokenKind.Text)
        {
            return Fail(quoted, $"A property's name in quotes is expected, not {quoted.Shown}.");
        }

        _at++;
        return Expect("]") ? Count(new Syntax.PropertyAccess(item.Position, End() - item.Position, quoted.Text)) : null;
    }

    Syntax? Parenthesised()
    {
        if (!Deeper())
        {
            return null;
        }

        _at++;
        var inner = Or();
        _depth--;
        return inner is not null && Expect(")") ? inner : null;
    }

    Syntax.ListLiteral? List()
    {
        var open = Current;
        return Elements("[", "]", FilterLimits.ListElements) is { } elements
            ? new Syntax.ListLiteral(open.Position, End() - open.Position, elements)
            : null;
    }

    List<Syntax>? Arguments() => Elements("(", ")", 4);

    List<Syntax>? Elements(string open, string close, int most)
    {
        if (!Deeper())
        {
            return null;
        }

        Take(open);
        var elements = new List<Syntax>();
        var nodes = _nodes;
        while (!Current.Is(close))
        {
            if (elements.Count == most)
            {
                Fail(Current, $"There are at most {most} values here.");
                return null;
            }

            if ((elements.Count > 0 && !Expect(",")) || Or() is not { } element)
            {
                return null;
            }

            elements.Add(element);

            // A list's literals are not operators to run; only its length is limited.
            _nodes = open == "[" ? nodes : _nodes;
        }

        _at++;
        _depth--;
        return elements;
    }

    Syntax.Binary? Join(string symbol, Syntax left, Syntax right) =>
        Count(new Syntax.Binary(left.Position, End(right) - left.Position, symbol, left, right));

    T? Count<T>(T node)
        where T : Syntax
    {
        if (++_nodes <= FilterLimits.Nodes)
        {
            return node;
        }

        Fault ??= node.Fault($"A filter has at most {FilterLimits.Nodes} values and operators.");
        return null;
    }

    bool Deeper()
    {
        if (++_depth <= FilterLimits.Depth)
        {
            return true;
        }

        Fail(Current, $"A filter is nested at most {FilterLimits.Depth} deep.");
        return false;
    }

    bool Take(string symbol)
    {
        var there = Current.Is(symbol);
        _at += there ? 1 : 0;
        return there;
    }

    bool Expect(string symbol)
    {
        if (Take(symbol))
        {
            return true;
        }

        Fail(Current, $"'{symbol}' is expected, not {Current.Shown}.");
        return false;
    }

    Syntax? Fail(Token token, string message, string? suggestion = null)
    {
        Fault ??= new(token.Position, token.Length, message, suggestion);
        return null;
    }

    static int End(Syntax syntax) => syntax.Position + syntax.Length;

    // Where the last token taken ends.
    int End() => tokens[_at - 1].Position + tokens[_at - 1].Length;
}
