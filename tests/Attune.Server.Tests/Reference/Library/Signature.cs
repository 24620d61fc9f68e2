using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Attune.Server.Tests.Reference.Library;

/// <summary>Declarations as whoever uses them needs them: without bodies, attributes and accessibility.</summary>
static class Signature
{
    public static string Of(MemberInfo member) => member switch
    {
        Type type => OfType(type),
        FieldInfo { IsLiteral: true } constant => $"const {TypeText.Of(constant)} {constant.Name} = {Literal(constant.GetRawConstantValue())}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{TypeText.Of(field)} {field.Name}",
        EventInfo happening => $"event {TypeText.Of(happening.EventHandlerType!)} {happening.Name}",
        PropertyInfo property => OfProperty(property),
        ConstructorInfo constructor => TypeText.Of(constructor.DeclaringType!).Split('<')[0].Split('.')[^1] + Parameters(constructor.GetParameters(), "()"),
        MethodInfo method => OfMethod(method),
        _ => member.Name,
    };

    /// <summary>What kind of type it is: <c>record</c>, <c>enum</c> and so on.</summary>
    public static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
        : (IsRecord(type), type.IsValueType) switch
        {
            (true, true) => "record struct",
            (true, false) => "record",
            (false, true) => "struct",
            _ => "class",
        };

    public static bool IsRecord(Type type) => type.IsValueType
        ? type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null
        : type.GetMethod("<Clone>$") is not null;

    static string OfType(Type type)
    {
        var kind = KindOf(type);
        if (kind == "delegate")
        {
            var invoked = type.GetMethod("Invoke")!;
            return $"delegate {TypeText.Of(invoked.ReturnParameter)} {TypeText.Of(type)}{Parameters(invoked.GetParameters(), "()")}";
        }

        var how = type.IsInterface || type.IsEnum ? ""
            : type.IsAbstract && type.IsSealed ? "static "
            : type.IsAbstract ? "abstract "
            : type.IsValueType ? $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}"
            : type.IsSealed ? "sealed " : "";
        var from = new[] { type.BaseType }.Where(parent => parent is not null && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])
                .Where(promised => promised.IsPublic && !(IsRecord(type) && promised.Name == "IEquatable`1")).OrderBy(promised => promised.Name, StringComparer.Ordinal))
            .Select(parent => TypeText.Of(parent!)).ToList();
        return $"{how}{kind} {TypeText.Of(type)}{(from.Count == 0 ? "" : " : ")}{string.Join(", ", from)}";
    }

    static string OfProperty(PropertyInfo property)
    {
        var (get, set) = (property.GetMethod, property.SetMethod);
        var name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var writes = set is null || !(set.IsPublic || set.IsFamily) ? ""
            : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
        return $"{How(get ?? set!)}{required}{TypeText.Of(property)} {name} {{{(get is null ? "" : " get;")}{writes} }}";
    }

    static string OfMethod(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        var returns = (method.ReturnType.IsByRef ? "ref " : "") + TypeText.Of(method.ReturnParameter);
        if (method.Name is "op_Implicit" or "op_Explicit")
        {
            return $"static {method.Name[3..].ToLowerInvariant()} operator {returns}{Parameters(method.GetParameters(), "()")}";
        }

        return $"{How(method)}{returns} {method.Name}{generic}{Parameters(method.GetParameters(), "()", method.IsDefined(typeof(ExtensionAttribute)))}";
    }

    static string How(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : $"{(method.IsFamily ? "protected " : "")}{(method.IsAbstract ? "abstract " : "")}";

    static string Parameters(ParameterInfo[] parameters, string around, bool extends = false) =>
        $"{around[0]}{(extends ? "this " : "")}{string.Join(", ", parameters.Select(Parameter))}{around[1]}";

    static string Parameter(ParameterInfo parameter)
    {
        var how = parameter.ParameterType.IsByRef ? parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        var unsaid = !parameter.HasDefaultValue ? "" : $" = {Unsaid(parameter)}";
        return $"{how}{TypeText.Of(parameter)} {parameter.Name}{unsaid}";
    }

    static string Unsaid(ParameterInfo parameter) =>
        parameter.DefaultValue is null ? parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null"
        : parameter.ParameterType.IsEnum ? $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, parameter.DefaultValue)}"
        : Literal(parameter.DefaultValue);

    static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
