using YamlDotNet.RepresentationModel;

namespace Attune.Server.Tests.Deploying;

/// <summary>What the manifests name of one another is there.</summary>
public class KubernetesTests
{
    static readonly List<YamlNode> Objects = [.. Deployment.Objects()];

    public static TheoryData<string> Nodes => [.. Workloads().Select(one => one.Text("metadata", "name")!)];

    [Theory, MemberData(nameof(Nodes))]
    public void A_node_selects_its_own_pods_and_every_name_it_uses_is_there(string name)
    {
        var node = Workloads().Single(one => one.Text("metadata", "name") == name);
        var pod = node.At("spec", "template", "spec");
        var container = Assert.Single(pod.Items("containers"));
        var volumes = pod.Items("volumes").Concat(node.Items("spec", "volumeClaimTemplates").Select(claim => claim.At("metadata")!)).Select(one => one.Text("name")).ToList();

        if (node.Text("kind") != "Job")
        {
            var selected = node.Map("spec", "selector", "matchLabels");
            Assert.NotEmpty(selected);
            Assert.Superset(selected.ToHashSet(), node.Map("spec", "template", "metadata", "labels").ToHashSet());
            AssertProbes(container);
        }

        Assert.All(container.Items("volumeMounts"), mount => Assert.Contains(mount.Text("name"), volumes));
        Assert.All(pod.Items("volumes").Select(volume => volume.Text("configMap", "name")).OfType<string>(), used => Assert.NotNull(Find("ConfigMap", used)));
        Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
        Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
        Assert.NotNull(container.Text("resources", "limits", "memory"));
        Assert.NotNull(container.Text("resources", "requests", "cpu"));
    }

    [Fact]
    public void Every_role_has_a_service_a_budget_and_time_to_drain()
    {
        foreach (var role in Attune.Operating.NodeRolesText.Names)
        {
            var node = Workloads().Single(one => one.Text("metadata", "name") == $"attune-{role}");
            var labels = node.Map("spec", "template", "metadata", "labels").ToHashSet();

            Assert.Superset(Find("Service", $"attune-{role}").Map("spec", "selector").ToHashSet(), labels);
            Assert.Superset(Find("PodDisruptionBudget", $"attune-{role}").Map("spec", "selector", "matchLabels").ToHashSet(), labels);
            var arguments = node.At("spec", "template", "spec").Items("containers").Single().Items("args").Select(one => ((YamlScalarNode)one).Value).ToList();
            Assert.Equal(role, arguments[arguments.IndexOf("--roles") + 1]);
            var drain = int.Parse(arguments[arguments.IndexOf("--drain") + 1]!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(drain, 1, int.Parse(node.Text("spec", "template", "spec", "terminationGracePeriodSeconds")!, System.Globalization.CultureInfo.InvariantCulture) - 30);
        }
    }

    [Fact]
    public void Autoscalers_scale_what_is_there_by_signals_that_are_told()
    {
        var told = Deployment.Yaml("kubernetes/prometheus-adapter.yaml").Single().Items("rules", "external").Select(rule => rule.Text("name", "as")).ToList();
        var scalers = Objects.Where(one => one.Text("kind") == "HorizontalPodAutoscaler").ToList();

        Assert.NotEmpty(scalers);
        foreach (var scaler in scalers)
        {
            var scaled = Find(scaler.Text("spec", "scaleTargetRef", "kind")!, scaler.Text("spec", "scaleTargetRef", "name")!);
            Assert.Null(scaled.Text("spec", "replicas"));
            Assert.All(scaler.Items("spec", "metrics").Select(metric => metric.Text("external", "metric", "name")).OfType<string>(), name => Assert.Contains(name, told));
        }
    }

    [Fact]
    public void The_kustomization_names_every_file_but_those_applied_by_hand()
    {
        var named = Deployment.Yaml("kubernetes/kustomization.yaml").Single().Items("resources").Select(one => ((YamlScalarNode)one).Value!);

        Assert.Equal(
            Deployment.Files("*.yaml").Where(path => path.StartsWith("kubernetes/", StringComparison.Ordinal)).Select(path => Path.GetFileName(path))
                .Except(["kustomization.yaml", "first-key.yaml", "prometheus-adapter.yaml"]).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    }

    static void AssertProbes(YamlNode container)
    {
        var ports = container.Items("ports").Select(port => port.Text("name")).ToList();
        foreach (var (probe, path) in new[] { ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
        {
            Assert.Equal(path, container.Text(probe, "httpGet", "path"));
            Assert.Contains(container.Text(probe, "httpGet", "port"), ports);
        }
    }

    static IEnumerable<YamlNode> Workloads() => Objects.Where(one => one.Text("kind") is "Deployment" or "StatefulSet" or "Job");

    static YamlNode Find(string kind, string name) =>
        Objects.Single(one => one.Text("kind") == kind && one.Text("metadata", "name") == name);
}
