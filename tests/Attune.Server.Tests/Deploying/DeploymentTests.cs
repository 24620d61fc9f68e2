using System.CommandLine;
using System.Text.RegularExpressions;
using Attune.Server.Commands;
using Attune.Server.Hosting;
using YamlDotNet.RepresentationModel;

namespace Attune.Server.Tests.Deploying;

/// <summary>What is under <c>deploy</c> is well-formed, and the server understands what it is given there.</summary>
public sealed partial class DeploymentTests : IDisposable
{
    static readonly string[] Secrets = ["CLICKHOUSE_PASSWORD", "REDIS_PASSWORD", "POSTGRES_PASSWORD", "KAFKA_PASSWORD"];

    readonly string _folder = Directory.CreateTempSubdirectory("attune-deploy-").FullName;

    public static TheoryData<string> YamlFiles => [.. Deployment.Files("*.yaml", "*.yml")];

    public static TheoryData<string> NodeArguments =>
    [
        .. Deployment.Objects().SelectMany(one => one.At("spec", "template", "spec").Items("containers")).Select(Arguments),
        .. Compose().At("services") is YamlMappingNode services
            ? services.Children.Values.Where(one => one.Text("image") == "attune:latest").Select(one => string.Join(' ', one.Items("command").Select(word => ((YamlScalarNode)word).Value)))
            : [],
        .. Deployment.Files("*.service").Select(path => ExecStart().Match(Deployment.Read(path)).Groups[1].Value),
        ContainerCommand().Match(Deployment.Read("Containerfile")).Groups[1].Value.Replace("\", \"", " ", StringComparison.Ordinal),
    ];

    [Theory, MemberData(nameof(YamlFiles))]
    public void A_file_is_yaml_without_a_key_twice(string path) => Assert.NotEmpty(Deployment.Yaml(path));

    [Theory, MemberData(nameof(NodeArguments))]
    public void The_command_line_takes_what_a_node_is_started_with(string arguments)
    {
        var words = arguments.Replace("$$(echo %i | tr - ,)", "live,archive", StringComparison.Ordinal)
            .Replace("$$ATTUNE_PORT", "8080", StringComparison.Ordinal).Replace("$$ATTUNE_DRAIN", "10", StringComparison.Ordinal)
            .Replace("\"", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = new RootCommand { ServeCommand.Create(), KeysCommand.Create() };

        Assert.NotEmpty(words);
        Assert.Empty(command.Parse(words).Errors.Select(fault => fault.Message));
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public void The_server_reads_the_settings_it_is_given(string folder)
    {
        var text = folder == "compose"
            ? Deployment.Read("compose/attune.json")
            : Deployment.Objects().Single(one => one.Text("kind") == "ConfigMap").Text("data", SettingsFile.Name)!;
        // Values of variables are not this test's matter, and a process has one environment.
        foreach (var secret in Secrets)
        {
            text = text.Replace($"${{{secret}}}", "a-secret", StringComparison.Ordinal);
        }

        Assert.DoesNotContain("${", Comment().Replace(text, ""), StringComparison.Ordinal);
        var path = Path.Combine(_folder, SettingsFile.Name);
        File.WriteAllText(path, text);
        Assert.True(SettingsFile.Read(path).Cluster.IsShared);
    }

    [Fact]
    public void What_the_services_of_compose_name_is_there()
    {
        var compose = Compose();
        var services = (YamlMappingNode)compose.At("services")!;
        var names = services.Children.Keys.Select(key => ((YamlScalarNode)key).Value!).ToList();
        var volumes = compose.Map("volumes").Keys;

        foreach (var (key, service) in services.Children)
        {
            Assert.NotNull(service.At("healthcheck"));
            Assert.NotNull(service.Text("deploy", "resources", "limits", "memory"));
            Assert.All(service.Map("depends_on").Keys, needed => Assert.Contains(needed, names));
            foreach (var volume in service.Items("volumes").Select(one => ((YamlScalarNode)one).Value!.Split(':')[0]))
            {
                // A file beside it, made by who starts it (the key) or part of the tree; or a volume.
                Assert.True(
                    volume.StartsWith('.') ? volume == "./attune.key" || Path.Exists(Path.Combine(Deployment.Root, "compose", volume)) : volumes.Contains(volume),
                    $"{key} mounts {volume}, which is not there.");
            }
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static YamlNode Compose() => Deployment.Yaml("compose/compose.yaml").Single();

    static string Arguments(YamlNode container) => string.Join(' ', container.Items("args").Select(word => ((YamlScalarNode)word).Value));

    [GeneratedRegex(@"Attune\.Server (serve .+?)'?$", RegexOptions.Multiline)]
    private static partial Regex ExecStart();

    [GeneratedRegex("""^CMD \["(.+)"\]$""", RegexOptions.Multiline)]
    private static partial Regex ContainerCommand();

    [GeneratedRegex("^ *//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
