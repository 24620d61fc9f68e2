using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Attune.Samples.Tests;

/// <summary>The packages that somebody outside gets, and what can be built of them alone.</summary>
public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    public static TheoryData<string, string> Dependencies => new()
    {
        { "Attune", "Attune.Learning" },
        { "Attune.Client", "" },
        { "Attune.Embedded", "Attune" },
        { "Attune.Learning", "" },
    };

    [Fact]
    public void Packing_the_solution_makes_the_public_libraries_and_their_symbols_and_nothing_else() =>
        Assert.Equal(
            Dependencies.SelectMany(row => new[] { $"{row.Data.Item1}.{packages.Version}.nupkg", $"{row.Data.Item1}.{packages.Version}.snupkg" }).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(packages.Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Dependencies))]
    public void A_package_says_what_it_needs_and_holds_what_a_reader_needs(string id, string dependency)
    {
        using var package = packages.Open(id, "nupkg");
        var said = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Descendants().ToList();

        Assert.Equal(
            dependency.Length == 0 ? [] : [$"{dependency} {packages.Version}"],
            said.Where(element => element.Name.LocalName == "dependency").Select(needed => $"{(string)needed.Attribute("id")!} {(string)needed.Attribute("version")!}"));
        Assert.Equal("Apache-2.0", said.Single(element => element.Name.LocalName == "license").Value);
        Assert.True(said.Single(element => element.Name.LocalName == "description").Value.Length > 20);
        Assert.All(
            ["README.md", "LICENSE", "NOTICE.md", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"],
            name => Assert.True(package.GetEntry(name) is { Length: > 0 }, $"{id} has no {name}."));
        Assert.Equal(id == "Attune.Embedded", package.GetEntry("runtimes/linux-x64/native/libduckdb.so") is not null);
        Assert.Single(package.Entries.Select(entry => entry.LastWriteTime).Distinct());
    }

    [Theory, InlineData("Attune"), InlineData("Attune.Client"), InlineData("Attune.Embedded"), InlineData("Attune.Learning")]
    public void Symbols_belong_to_the_library_and_name_no_folder_of_this_machine(string id)
    {
        using var package = packages.Open(id, "nupkg");
        using var symbols = packages.Open(id, "snupkg");
        using var library = new PEReader(Copy(package.GetEntry($"lib/net10.0/{id}.dll")!));
        using var debug = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols.GetEntry($"lib/net10.0/{id}.pdb")!));
        var link = library.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        var reader = debug.GetMetadataReader();

        Assert.Equal(library.ReadCodeViewDebugDirectoryData(link).Guid.ToByteArray(), reader.DebugMetadataHeader!.Id.AsSpan()[..16].ToArray());
        Assert.Contains(library.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        Assert.All(
            reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)),
            path => Assert.Matches("^/_1?/", path));
    }

    [Fact]
    public async Task A_project_that_has_nothing_but_the_packages_builds_runs_the_engine_and_asks_a_server()
    {
        var folder = packages.Outside;
        await using var server = await RunningProgram.StartAsync("Attune.Server", "serve", "--data", Path.Combine(folder, "served"), "--port", "0");
        WriteProject(folder);

        await Packages.RunAsync("dotnet", folder, "build", "-c", "Release", "-v", "q", "--nologo", "-o", "out");
        var said = await Packages.RunAsync(Path.Combine(folder, "out", "consumer"), folder, server.Http.BaseAddress!.ToString());

        Assert.Contains("inside: tent\n", said, StringComparison.Ordinal);
        Assert.Contains("asked: lamp\n", said, StringComparison.Ordinal);
        Assert.Contains("learned: 1\n", said, StringComparison.Ordinal);
        await server.StopAsync();
    }

    void WriteProject(string folder)
    {
        File.Copy(Path.Combine(Packages.Root, "tests/Attune.Samples.Tests/Consumer/Program.cs"), Path.Combine(folder, "Program.cs"));
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><clear /><add key="packed" value="{packages.Folder}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{folder}/restored" /></config>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(folder, "consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Attune.Client" Version="{packages.Version}" />
                <PackageReference Include="Attune.Embedded" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
    }

    static MemoryStream Copy(ZipArchiveEntry entry)
    {
        var bytes = new MemoryStream();
        using var content = entry.Open();
        content.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }
}
