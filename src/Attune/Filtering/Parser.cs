namespace Attune.Filtering;

/// <summary>Parses a filter by recursive descent, one method a level of precedence.</summary>
/// <remarks>A method returns null when it failed; the first fault is kept and nothing is parsed after it.</remarks>
sealed class Parser(List<Token> tokens)
{
    static readonly string[] Relations = ["==", "!=", "<", "<=", ">", ">="];

    readonly TokenCursor _cursor = new(tokens);

    internal FilterFault? Fault => _cursor.Fault;

    Token Current => _cursor.Current;

    /// <summary>The whole filter, or null.</summary>
    internal Syntax? Parse()
    {
        var whole = Or();
        return whole is not null && Current.Kind != TokenKind.End
            ? MissingOperator()
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
        while (_cursor.Take(symbol))
        {
            if (next() is not { } operand)
            {
                return null;
            }

            operands.Add(operand);
        }

        return _cursor.Count(new Syntax.Chain(first.Position, End(operands[^1]) - first.Position, symbol, operands));
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
            _cursor.Take();
            return Sum() is { } right ? Join(relation.Text, left, right) : null;
        }

        return left;
    }

    Syntax? Sum() => LeftToRight(Product, "+", "-");

    Syntax? Product() => LeftToRight(Prefixed, "*", "/");

    Syntax? LeftToRight(Func<Syntax?> next, string one, string other)
    {
        var left = next();
        var before = _cursor.Depth;
        while (left is not null && (Current.Is(one) || Current.Is(other)))
        {
            // Each step nests the tree one deeper on its left.
            if (!_cursor.Deeper())
            {
                return null;
            }

            var symbol = Current.Text;
            _cursor.Take();
            left = next() is { } right ? Join(symbol, left, right) : null;
        }

        _cursor.Depth = before;
        return left;
    }

    Syntax? Prefixed()
    {
        var prefix = Current;
        if (!prefix.Is("!") && !prefix.Is("-"))
        {
            return Postfixed();
        }

        if (!_cursor.Deeper())
        {
            return null;
        }

        _cursor.Take();
        var operand = Prefixed();
        _cursor.Depth--;
        return operand is null ? null : _cursor.Count(new Syntax.Unary(prefix.Position, End(operand) - prefix.Position, prefix.Text, operand));
    }

    Syntax? Postfixed()
    {
        var value = Primary();
        while (value is not null && _cursor.Take("."))
        {
            if (!_cursor.Deeper())
            {
                return null;
            }

            var name = Current;
            if (name.Kind != TokenKind.Name)
            {
                return _cursor.Fail(name, $"A name is expected after the dot, not {name.Shown}.");
            }

            _cursor.Take();
            if (!Current.Is("("))
            {
                return _cursor.Fail(name, $"'{name.Text}' is not a property of anything: only item, context.item and user have properties.", $"{name.Text}(…)");
            }

            value = Arguments() is { } arguments
                ? _cursor.Count(new Syntax.Call(value.Position, _cursor.End - value.Position, name.Text, value, arguments))
                : null;
            _cursor.Depth--;
        }

        return value;
    }

    Syntax? Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _cursor.Take();
                return _cursor.Count(new Syntax.NumberLiteral(token.Position, token.Length, token.Number));
            case TokenKind.Text:
                _cursor.Take();
                return _cursor.Count(new Syntax.TextLiteral(token.Position, token.Length, token.Text));
            case TokenKind.Name:
                _cursor.Take();
                return Named(token);
            default:
                return token.Is("(") ? Parenthesised() : token.Is("[") ? List() : _cursor.Fail(token, $"A value is expected, not {token.Shown}.");
        }
    }

    Syntax? Named(Token name) => name.Text switch
    {
        "true" or "false" => _cursor.Count(new Syntax.BooleanLiteral(name.Position, name.Length, name.Text == "true")),
        "null" => _cursor.Count(new Syntax.NullLiteral(name.Position, name.Length)),
        _ when Current.Is("(") => Arguments() is { } arguments
            ? _cursor.Count(new Syntax.Call(name.Position, _cursor.End - name.Position, name.Text, null, arguments))
            : null,
        "not" or "NOT" => _cursor.Fail(name, $"'{name.Text}' is not known. Did you mean !?", "!"),
        _ => new NameParser(_cursor).Parse(name),
    };

    Syntax? Parenthesised()
    {
        if (!_cursor.Deeper())
        {
            return null;
        }

        _cursor.Take();
        var inner = Or();
        _cursor.Depth--;
        if (inner is not null && Current.Kind == TokenKind.Name)
        {
            return MissingOperator();
        }

        return inner is not null && _cursor.Expect(")") ? inner : null;
    }

    Syntax? MissingOperator()
    {
        var meant = Current.Kind == TokenKind.Name ? Operators.Meant(Current.Text) : null;
        return meant is null
            ? _cursor.Fail(Current, $"An operator is missing before {Current.Shown}.")
            : _cursor.Fail(Current, $"'{Current.Text}' is no operator here. Did you mean {meant}?", meant);
    }

    Syntax.ListLiteral? List()
    {
        var open = Current;
        return Elements("[", "]", FilterLimits.ListElements) is { } elements
            ? new Syntax.ListLiteral(open.Position, _cursor.End - open.Position, elements)
            : null;
    }

    List<Syntax>? Arguments() => Elements("(", ")", 4);

    List<Syntax>? Elements(string open, string close, int most)
    {
        if (!_cursor.Deeper())
        {
            return null;
        }

        _cursor.Take(open);
        var elements = new List<Syntax>();
        var nodes = _cursor.Nodes;
        while (!Current.Is(close))
        {
            if (elements.Count == most)
            {
                _cursor.Fail(Current, $"There are at most {most} values here.");
                return null;
            }

            if ((elements.Count > 0 && !_cursor.Expect(",")) || Or() is not { } element)
            {
                return null;
            }

            elements.Add(element);

            // A list's literals are not operators to run; only its length is limited.
            _cursor.Nodes = open == "[" ? nodes : _cursor.Nodes;
        }

        _cursor.Take();
        _cursor.Depth--;
        return elements;
    }

    Syntax.Binary? Join(string symbol, Syntax left, Syntax right) =>
        _cursor.Count(new Syntax.Binary(left.Position, End(right) - left.Position, symbol, left, right));

    static int End(Syntax syntax) => syntax.Position + syntax.Length;
}
