using System.Reflection;
using System.Runtime.CompilerServices;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>Types as C# writes them: <c>IReadOnlyList&lt;(int Partition, long Offset)&gt;?</c>.</summary>
static class TypeText
{
    static readonly NullabilityInfoContext Nullability = new();

    static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
        [typeof(void)] = "void",
    };

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, Nullability.Create(parameter), Names(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, Nullability.Create(property), Names(property));

    public static string Of(FieldInfo field) => Of(field.FieldType, Nullability.Create(field), Names(field));

    /// <summary>A type alone: nothing says what of it may be null.</summary>
    public static string Of(Type type) => Of(type, null, new Queue<string?>());

    // Names of the parts of tuples stand at whoever is of the type, outermost first.
    static Queue<string?> Names(ICustomAttributeProvider holder) =>
        new(holder.GetCustomAttributes(typeof(TupleElementNamesAttribute), false).Cast<TupleElementNamesAttribute>().FirstOrDefault()?.TransformNames ?? []);

    static string Of(Type type, NullabilityInfo? mayBe, Queue<string?> names)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, mayBe?.ElementType ?? mayBe, names);
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            // What is said of T? is said of its T.
            return Of(value, mayBe is { GenericTypeArguments: [var only] } ? only : null, names) + "?";
        }

        var mark = !type.IsValueType && !type.IsPointer && mayBe is { ReadState: NullabilityState.Nullable } ? "?" : "";
        return Plain(type, mayBe, names) + mark;
    }

    static string Plain(Type type, NullabilityInfo? mayBe, Queue<string?> names)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, mayBe?.ElementType, names)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsPointer)
        {
            return Of(type.GetElementType()!, null, names) + "*";
        }

        if (!type.IsGenericType)
        {
            return type.IsNested && !type.IsGenericParameter ? $"{Of(type.DeclaringType!)}.{type.Name}" : type.Name;
        }

        var own = type.GetGenericArguments();
        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            var parts = own.Select(_ => names.TryDequeue(out var name) ? name : null).ToList();
            return $"({string.Join(", ", Arguments(own, mayBe, names).Zip(parts, (argument, name) => name is null ? argument : $"{argument} {name}"))})";
        }

        var outer = type.IsNested && !type.DeclaringType!.IsGenericType ? Of(type.DeclaringType) + "." : "";
        return $"{outer}{type.Name.Split('`')[0]}<{string.Join(", ", Arguments(own, mayBe, names))}>";
    }

    static List<string> Arguments(Type[] arguments, NullabilityInfo? mayBe, Queue<string?> names) =>
        [.. arguments.Select((argument, n) => Of(argument, mayBe?.GenericTypeArguments is { } said && n < said.Length ? said[n] : null, names))];
}
