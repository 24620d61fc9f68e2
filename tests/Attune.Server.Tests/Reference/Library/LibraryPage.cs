namespace Attune.Server.Tests.Reference.Library;

/// <summary>A page: the types of a package, or of one of its namespaces.</summary>
/// <param name="Package">The package.</param>
/// <param name="Title">Its name, or the namespace's: what the file is called as well.</param>
/// <param name="Types">What it describes.</param>
sealed record LibraryPage(string Package, string Title, IReadOnlyList<Type> Types)
{
    public string File => Title + ".md";

    public IEnumerable<IGrouping<string?, Type>> Namespaces => Types.GroupBy(type => type.Namespace);

    /// <summary>Where on the page each type stands; a heading that is there twice gets a number, as GitHub does it.</summary>
    public IEnumerable<(Type Type, string Place)> Places()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal) { PlaceOf(Title) };
        foreach (var group in Namespaces)
        {
            if (group.Key != Title)
            {
                Take(taken, PlaceOf(group.Key!));
            }

            foreach (var type in group)
            {
                yield return (type, Take(taken, PlaceOf(TypeText.Of(type))));
            }
        }
    }

    /// <summary>One page for each namespace.</summary>
    public IEnumerable<LibraryPage> Split() => Namespaces.Select(group => new LibraryPage(Package, group.Key!, [.. group]));

    /// <summary>The place that a heading makes.</summary>
    public static string PlaceOf(string heading) =>
        string.Concat(heading.ToLowerInvariant().Replace(' ', '-').Where(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_'));

    static string Take(HashSet<string> taken, string place)
    {
        var own = place;
        for (var n = 1; !taken.Add(own); n++)
        {
            own = $"{place}-{n}";
        }

        return own;
    }
}
