using System.Reflection;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>Types and members as the compiler's files of comments name them: <c>M:Attune.Events.Ingest.Read(System.ReadOnlySpan{System.Byte})</c>.</summary>
static class DocumentedNames
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        EventInfo happening => $"E:{NameOf(happening.DeclaringType!)}.{happening.Name}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name.Replace('.', '#')}{Parameters(property.GetIndexParameters())}",
        MethodBase method => $"M:{NameOf(method.DeclaringType!)}.{method.Name.Replace('.', '#')}{Arity(method)}{Parameters(method.GetParameters())}{Conversion(method)}",
        _ => throw new NotSupportedException($"{member} is of a kind that no comment is about."),
    };

    static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    static string Arity(MethodBase method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    static string Conversion(MethodBase method) =>
        method is MethodInfo { Name: "op_Implicit" or "op_Explicit" } conversion ? "~" + Argument(conversion.ReturnType) : "";

    static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(parameter => Argument(parameter.ParameterType)))})";

    static string Argument(Type type)
    {
        if (type.IsByRef)
        {
            return Argument(type.GetElementType()!) + "@";
        }

        if (type.IsPointer)
        {
            return Argument(type.GetElementType()!) + "*";
        }

        if (type.IsArray)
        {
            return Argument(type.GetElementType()!) + (type.GetArrayRank() == 1 ? "[]" : $"[{string.Join(',', Enumerable.Repeat("0:", type.GetArrayRank()))}]");
        }

        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        return type.IsGenericType ? Constructed(type) : NameOf(type);
    }

    // Each level of a nested type has its own arguments: Outer{A}.Inner{B}.
    static string Constructed(Type type)
    {
        var arguments = new Queue<Type>(type.GetGenericArguments());
        return string.Join('.', NameOf(type.GetGenericTypeDefinition()).Split('.').Select(step => step.Split('`') is [var name, var count]
            ? $"{name}{{{string.Join(',', Enumerable.Range(0, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)).Select(_ => Argument(arguments.Dequeue())))}}}"
            : step));
    }
}
