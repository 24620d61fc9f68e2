using Attune.Wording;

namespace Attune.Filtering;

/// <summary>Parses what begins with a name that is no function: <c>item.x</c>, <c>context.item.x</c>, <c>user.x</c>, <c>user.bought</c>.</summary>
sealed class NameParser(TokenCursor cursor)
{
    static readonly string[] Beginnings = ["item", "context", "user", "true", "false", "null"];

    /// <summary>The rest of a path; <paramref name="first"/> was taken.</summary>
    internal Syntax? Parse(Token first) => first.Text switch
    {
        "item" => Of(first, Subject.Item),
        "user" => OfUser(first),
        "context" => Context(first),
        _ => Unknown(first),
    };

    Syntax? Context(Token context)
    {
        if (!cursor.Take(".") || cursor.Current is not { Kind: TokenKind.Name } name)
        {
            return cursor.Fail(context, "'context' is what the question is about; name context.item or context.user.", "context.item");
        }

        switch (name.Text)
        {
            case "item":
                cursor.Take();
                return Of(context, Subject.ContextItem);
            case "user":
                cursor.Take();
                return OfUser(context);
            default:
                var near = Spelling.Nearest(name.Text, ["item", "user"]);
                return cursor.Fail(
                    name,
                    $"The context has item and user, not '{name.Text}'.{(near is null ? "" : $" Did you mean context.{near}?")}",
                    near is null ? null : $"context.{near}");
        }
    }

    Syntax? Of(Token first, Subject subject)
    {
        // A call on the whole item would take the dot; there is none, so a dot begins a property's name.
        if (cursor.Current.Is(".") || cursor.Current.Is("["))
        {
            return Property(first) is { } name ? cursor.Count(new Syntax.PropertyAccess(first.Position, cursor.End - first.Position, subject, name)) : null;
        }

        return cursor.Count(new Syntax.WholeItem(first.Position, cursor.End - first.Position, subject));
    }

    Syntax? OfUser(Token first)
    {
        var quoted = cursor.Current.Is("[");
        if (!quoted && !cursor.Current.Is("."))
        {
            return cursor.Fail(first, "'user' stands for the whole user; name a property, or bought, viewed, disliked, recent.", "user.name");
        }

        if (Property(first) is not { } name)
        {
            return null;
        }

        if (quoted || !Histories.TryParse(name, out var history))
        {
            return cursor.Count(new Syntax.PropertyAccess(first.Position, cursor.End - first.Position, Subject.User, name));
        }

        var isProperty = cursor.Current.Is(".") || cursor.Current.Is("[");
        var property = isProperty ? Property(first) : null;
        return isProperty && property is null
            ? null
            : cursor.Count(new Syntax.HistoryAccess(first.Position, cursor.End - first.Position, history, property));
    }

    // After the dot, or in brackets and quotes.
    string? Property(Token of)
    {
        if (cursor.Take("."))
        {
            if (cursor.Current.Kind == TokenKind.Name)
            {
                return cursor.Take().Text;
            }

            cursor.Fail(cursor.Current, $"A property's name is expected after '{of.Text}.', not {cursor.Current.Shown}.");
            return null;
        }

        cursor.Take("[");
        if (cursor.Current.Kind == TokenKind.Text)
        {
            var name = cursor.Take().Text;
            return cursor.Expect("]") ? name : null;
        }

        cursor.Fail(cursor.Current, $"A property's name in quotes is expected, not {cursor.Current.Shown}.");
        return null;
    }

    Syntax? Unknown(Token name)
    {
        if (!cursor.Current.Is(".") && !cursor.Current.Is("["))
        {
            return cursor.Fail(name, $"'{name.Text}' is not known. Properties are written item.{name.Text}.", $"item.{name.Text}");
        }

        var near = Spelling.Nearest(name.Text, Beginnings.Take(3)) ?? "item";
        return cursor.Fail(name, $"'{name.Text}' is not known: properties are those of item, context.item and user. Did you mean {near}?", near);
    }
}
