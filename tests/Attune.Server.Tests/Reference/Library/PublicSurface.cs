using System.Reflection;
using System.Runtime.CompilerServices;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>What of an assembly whoever uses it can see and was written by somebody.</summary>
static class PublicSurface
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Said of every object.
    static readonly string[] OfObjects = ["ToString", "Equals", "GetHashCode", "GetType"];

    /// <summary>The types in order: namespaces, then names.</summary>
    public static IEnumerable<Type> Types(Assembly assembly) => assembly.GetExportedTypes()
        .Where(type => !IsMade(type) && !type.Name.Contains('<', StringComparison.Ordinal))
        .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => TypeText.Of(type), StringComparer.Ordinal);

    /// <summary>The members of a type: how it is made, constants, properties, methods, each in the order of names.</summary>
    public static IEnumerable<MemberInfo> Members(Type type) =>
        typeof(Delegate).IsAssignableFrom(type) ? []
        : type.IsEnum ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
        : type.GetMembers(Declared).Where(IsShown)
            .OrderBy(RankOf).ThenBy(member => member.Name, StringComparer.Ordinal).ThenBy(DocumentedNames.Of, StringComparer.Ordinal);

    static bool IsShown(MemberInfo member) => !IsMade(member) && member switch
    {
        FieldInfo field => IsSeen(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly, field.DeclaringType!) && !field.IsSpecialName,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsSeen),
        EventInfo happening => IsSeen(happening.AddMethod!),
        ConstructorInfo constructor => IsSeen(constructor) && !IsTheOnlyOneWithout(constructor),
        MethodInfo method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !OfObjects.Contains(method.Name, StringComparer.Ordinal) && method.Name is not ("op_Equality" or "op_Inequality"),
        _ => false,
    };

    // Nobody wrote it down, or there is nothing to say of it.
    static bool IsTheOnlyOneWithout(ConstructorInfo constructor) =>
        constructor.GetParameters().Length == 0 && constructor.DeclaringType!.GetConstructors(Declared).Count(other => !other.IsStatic && !IsMade(other)) == 1;

    static bool IsSeen(MethodBase method) => IsSeen(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly, method.DeclaringType!);

    static bool IsSeen(bool isPublic, bool isFamily, Type type) => isPublic || (isFamily && !type.IsSealed);

    static bool IsMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));

    static int RankOf(MemberInfo member) => member switch
    {
        ConstructorInfo => 0,
        FieldInfo => 1,
        PropertyInfo => 2,
        EventInfo => 3,
        _ => 4,
    };
}
