using System.Runtime.CompilerServices;
using YamlDotNet.RepresentationModel;

namespace Attune.Server.Tests.Deploying;

/// <summary>The files of <c>deploy</c>, as tests read them.</summary>
static class Deployment
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../deploy"));

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> Files(params string[] patterns) => patterns
        .SelectMany(pattern => Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal);

    /// <summary>The documents of a YAML file; a key written twice, or anything that is no YAML, fails.</summary>
    public static List<YamlNode> Yaml(string path)
    {
        var stream = new YamlStream();
        using var text = new StringReader(Read(path));
        // Merging keys of anchors is part of what compose reads.
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(text)));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>Every object of the manifests.</summary>
    public static IEnumerable<YamlNode> Objects() =>
        Files("*.yaml").Where(path => path.StartsWith("kubernetes/", StringComparison.Ordinal)).SelectMany(Yaml).Where(one => one.Text("kind") is { } kind && kind != "Kustomization");

    /// <summary>A node by the names that lead to it; null where one is missing.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] names)
    {
        foreach (var name in names)
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var next) ? next : null;
        }

        return node;
    }

    public static string? Text(this YamlNode? node, params string[] names) => (At(node, names) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(this YamlNode? node, params string[] names) => At(node, names) as YamlSequenceNode ?? [];

    public static Dictionary<string, string?> Map(this YamlNode? node, params string[] names) =>
        At(node, names) is YamlMappingNode mapping ? mapping.Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => (pair.Value as YamlScalarNode)?.Value) : [];

    static string ThisFile([CallerFilePath] string path = "") => path;
}
