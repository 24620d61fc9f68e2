using Attune.Catalog;
using Attune.Wording;

namespace Attune.Filtering;

/// <summary>What a part of a filter depends on besides the item and its properties.</summary>
[Flags]
enum Dependence
{
    None = 0,
    Now = 1,
    ContextItem = 2,
    User = 4,
    History = 8,
}

/// <summary>Finds what names stand for, and says which one was probably meant.</summary>
sealed class PropertyNames(PropertySchema items, PropertySchema users, TypeChecker checker)
{
    const string Id = "id";

    /// <summary>The property of a name; null, and a fault unless it is the id, where there is none.</summary>
    internal PropertyOf? Find(Syntax.PropertyAccess access)
    {
        checker.Dependence |= Of(access.Subject);
        var schema = access.Subject == Subject.User ? users : items;
        if (schema.TryGet(access.Name, out var property))
        {
            return new PropertyOf(access.Subject, property);
        }

        if (IsId(access))
        {
            return null;
        }

        var first = access.Subject switch { Subject.Item => "item", Subject.ContextItem => "context.item", _ => "user" };
        var names = schema.Properties.Select(known => known.Name);
        var near = Spelling.Nearest(access.Name, access.Subject == Subject.User ? names.Concat(Histories.Names) : names);
        Missing(access, access.Subject == Subject.User ? "Users" : "Items", access.Name, near is null ? null : Written(first, near));
        return null;
    }

    /// <summary>The item's id, where no property has that name.</summary>
    internal Typed? FindId(Syntax.PropertyAccess access) =>
        checker.Fault is null && IsId(access) ? Typed.Of(new TextTerm.Id(access.Subject)) : null;

    /// <summary>A whole item.</summary>
    internal Typed Whole(Syntax.WholeItem item)
    {
        checker.Dependence |= Of(item.Subject);
        return new Typed(TermType.Item) { Subject = item.Subject };
    }

    /// <summary>A part of the user's history.</summary>
    internal Typed? History(Syntax.HistoryAccess history)
    {
        checker.Dependence |= Dependence.History;
        PropertyDefinition? property = null;
        if (history.Name is { } name && !items.TryGet(name, out property))
        {
            var near = Spelling.Nearest(name, items.Properties.Select(known => known.Name));
            return Missing(history, "Items", name, near is null ? null : Written($"user.{Histories.Names[(int)history.Kind]}", near));
        }

        return property is { Type: not (PropertyType.Text or PropertyType.TextSet or PropertyType.Number or PropertyType.Timestamp) }
            ? checker.Fail<Typed>(history, $"Of a history's items, texts, sets, numbers and timestamps can be asked; '{property.Name}' is of type {property.Type.Name()}.")
            : new Typed(TermType.History) { History = history, HistoryProperty = property };
    }

    /// <summary>What <c>has(…)</c> of it means, or null and a fault.</summary>
    /// <returns>False where it is nothing that can be there or not.</returns>
    internal bool Has(Syntax of, out Condition? condition)
    {
        condition = null;
        switch (of)
        {
            case Syntax.PropertyAccess access:
                var property = Find(access);
                condition = property is { } found ? new Condition.Has(found)
                    : FindId(access) is null ? null
                    : access.Subject == Subject.Item ? new Condition.Constant(true) : new Condition.HasContextItem();
                return true;
            case Syntax.WholeItem { Subject: Subject.ContextItem } item:
                Whole(item);
                condition = new Condition.HasContextItem();
                return true;
            default:
                return false;
        }
    }

    static Dependence Of(Subject subject) => subject switch
    {
        Subject.ContextItem => Dependence.ContextItem,
        Subject.User => Dependence.User,
        _ => Dependence.None,
    };

    static bool IsId(Syntax.PropertyAccess access) => access.Subject != Subject.User && access.Name == Id;

    static string Written(string first, string name) =>
        name.All(letter => char.IsLetterOrDigit(letter) || letter == '_') ? $"{first}.{name}" : $"{first}[\"{name}\"]";

    Typed? Missing(Syntax at, string whose, string name, string? suggestion) => checker.Fail<Typed>(
        at, $"{whose} have no property '{name}'.{(suggestion is null ? "" : $" Did you mean {suggestion}?")}", suggestion);
}
