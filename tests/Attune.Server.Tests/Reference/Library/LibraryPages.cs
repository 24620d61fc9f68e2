using System.Reflection;
using System.Xml.Linq;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>The pages of docs/reference/library: what the packages offer, as their sources say it.</summary>
sealed class LibraryPages
{
    /// <summary>Longer ones are cut into one a namespace.</summary>
    const int MostLines = 1_500;

    const string Made = "<!-- Made by `eng/reference library` from the sources; a test holds it to them. -->";

    readonly Comments _comments;
    readonly Prose _prose;
    readonly Dictionary<string, Type> _types;
    readonly List<LibraryPage> _pages;
    readonly Dictionary<Type, string> _links = [];

    // What is being written just now: links are told from there.
    LibraryPage? _open;
    Type? _described;

    public LibraryPages(IReadOnlyList<Assembly> packages)
    {
        _comments = new Comments(packages);
        _prose = new Prose(Refer);
        _pages = [.. packages.Select(package => new LibraryPage(package.GetName().Name!, package.GetName().Name!, [.. PublicSurface.Types(package)]))];
        _types = _pages.SelectMany(page => page.Types).ToDictionary(DocumentedNames.Of);
        _pages = [.. _pages.SelectMany(page => Text(page).Count(letter => letter == '\n') > MostLines ? page.Split() : [page])];
        _links = _pages.SelectMany(page => page.Places().Select(place => KeyValuePair.Create(place.Type, $"{page.File}#{place.Place}"))).ToDictionary();
    }

    /// <summary>The pages, by the names of their files.</summary>
    public IReadOnlyDictionary<string, string> All() =>
        _pages.Select(page => (page.File, Text(page))).Append(("README.md", First())).ToDictionary();

    string First()
    {
        var parts = new List<string>
        {
            "# The libraries", Made,
            "Every public type and member of the packages that `eng/pack` makes. Where to begin: [the engine inside an application](../../embedding.md), "
            + "[a client of a server](../../client.md), [the mathematics alone](../../learning.md).",
        };
        foreach (var package in _pages.GroupBy(page => page.Package))
        {
            parts.Add($"## {package.Key}");
            parts.Add(string.Join('\n', package.SelectMany(page => page.Namespaces.Select(group =>
            {
                var place = page.Title == group.Key ? "" : "#" + LibraryPage.PlaceOf(group.Key!);
                return $"- [{group.Key}]({page.File}{place}): {string.Join(", ", group.Select(type => $"[{Heading(type, "")}]({_links[type]})"))}";
            }))));
        }

        return string.Join("\n\n", parts) + "\n";
    }

    string Text(LibraryPage page)
    {
        _open = page;
        var parts = new List<string> { $"# {page.Title}", Made, $"Of the package `{page.Package}`. [All packages](README.md)." };
        foreach (var group in page.Namespaces)
        {
            if (group.Key != page.Title)
            {
                parts.Add($"## {group.Key}");
            }

            foreach (var type in group)
            {
                _described = type;
                parts.Add(Heading(type, "### "));
                parts.Add($"`{Signature.Of(type)}`");
                parts.AddRange(Said(type));
                parts.Add(string.Join('\n', PublicSurface.Members(type).SelectMany(Lines)));
            }
        }

        return string.Join("\n\n", parts.Where(part => part.Length > 0)) + "\n";
    }

    IEnumerable<string> Said(Type type)
    {
        var summary = _comments.Find(type, "summary") is { } said ? _prose.Blocks(said) : [];
        var remarks = _comments.Find(type, "remarks") is { } more ? _prose.Blocks(more) : [];
        var parameters = typeof(Delegate).IsAssignableFrom(type) ? string.Join('\n', Named(type, "param").Select(line => line.TrimStart())) : "";
        return [.. summary, .. remarks, parameters];
    }

    IEnumerable<string> Lines(MemberInfo member)
    {
        var written = member.DeclaringType!.IsEnum ? member.Name : Signature.Of(member);
        if (member is ConstructorInfo && Signature.IsRecord(member.DeclaringType))
        {
            // What there is to say of it and its parameters stands with the record and its properties.
            yield return $"- `{written}`";
            yield break;
        }

        var summary = _comments.Find(member, "summary") ?? Parameter(member);
        yield return summary is null ? $"- `{written}`" : $"- `{written}`: {_prose.Line(summary)}";
        foreach (var line in Named(member, "param"))
        {
            yield return line;
        }

        if (_comments.Find(member, "returns") is { } returns)
        {
            yield return $"  - Returns: {_prose.Line(returns)}";
        }

        foreach (var thrown in _comments.All(member, "exception"))
        {
            yield return $"  - Throws {Refer((string)thrown.Attribute("cref")!)}: {_prose.Line(thrown)}";
        }
    }

    IEnumerable<string> Named(MemberInfo member, string part) =>
        _comments.All(member, part).Where(said => said.Value.Trim().Length > 0).Select(said => $"  - `{(string)said.Attribute("name")!}`: {_prose.Line(said)}");

    // A property that a record's parameter makes has no comment of its own.
    XElement? Parameter(MemberInfo member) => member is PropertyInfo property
        ? _comments.All(property.DeclaringType!, "param").FirstOrDefault(said => (string)said.Attribute("name")! == property.Name)
        : null;

    string Refer(string name)
    {
        if (_types.TryGetValue(name, out var type))
        {
            return Link(Heading(type, ""), type);
        }

        var full = name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        var (holder, member) = full.LastIndexOf('.') is var dot and >= 0 ? (full[..dot], full[(dot + 1)..]) : ("", full);
        member = member.Split('`')[0];
        if (name.StartsWith("T:", StringComparison.Ordinal) || !_types.TryGetValue("T:" + holder, out var of))
        {
            return name.StartsWith("T:", StringComparison.Ordinal) ? $"`{member}`" : $"`{holder[(holder.LastIndexOf('.') + 1)..].Split('`')[0]}.{member}`";
        }

        return of == _described && member != "#ctor" ? $"`{member}`" : Link($"`{TypeText.Of(of)}{(member == "#ctor" ? "" : "." + member)}`", of);
    }

    string Link(string text, Type type) => !_links.TryGetValue(type, out var link) ? text
        : $"[{text}]({(link.StartsWith(_open!.File + "#", StringComparison.Ordinal) ? link[_open.File.Length..] : link)})";

    // What would be taken for markup stands as code.
    static string Heading(Type type, string before) => TypeText.Of(type) is var name && name.Contains('<', StringComparison.Ordinal) ? $"{before}`{name}`" : before + name;
}
