using System.Reflection;
using System.Xml.Linq;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>What the sources say of types and members, as the compiler wrote it beside an assembly.</summary>
sealed class Comments
{
    readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Reads the files of some assemblies.</summary>
    public Comments(IEnumerable<Assembly> assemblies)
    {
        foreach (var member in assemblies.SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member")))
        {
            _members[(string)member.Attribute("name")!] = member;
        }
    }

    /// <summary>A part of what is said of a member, as <c>summary</c>; null where nothing is said, neither of it nor of what it inherits from.</summary>
    public XElement? Find(MemberInfo member, string part) =>
        !_members.TryGetValue(DocumentedNames.Of(member), out var said) ? null
        : said.Element(part) ?? (said.Element("inheritdoc") is null ? null : Inherited(member).Select(of => Find(of, part)).FirstOrDefault(found => found is not null));

    /// <summary>The parts of a kind that have a name: <c>param</c>, <c>exception</c>.</summary>
    public IEnumerable<XElement> All(MemberInfo member, string part) => _members.TryGetValue(DocumentedNames.Of(member), out var said) ? said.Elements(part) : [];

    static IEnumerable<MemberInfo> Inherited(MemberInfo member) => member switch
    {
        Type type => type.BaseType is { } parent ? [Open(parent), .. type.GetInterfaces().Select(Open)] : [.. type.GetInterfaces().Select(Open)],
        _ => Ancestors(member.DeclaringType!).SelectMany(type => type.GetMembers(Declared)).Where(of => of.Name == member.Name && Parameters(of) == Parameters(member)),
    };

    static IEnumerable<Type> Ancestors(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return Open(parent);
        }

        foreach (var promised in type.GetInterfaces())
        {
            yield return Open(promised);
        }
    }

    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static int Parameters(MemberInfo member) => member is MethodBase method ? method.GetParameters().Length : -1;

    static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
