using System.Globalization;
using System.Text.Json;

namespace Attune.Embedded;

/// <summary>A data directory, held by one process at a time.</summary>
/// <remarks>
/// <para><b>Layout.</b> <c>attune.lock</c> is held open without sharing for as long as the process lives, so a crash leaves
/// nothing to clean up. <c>server.json</c> says where the holder listens and is readable by its owner only: it carries a
/// token for the command line that is made anew at each start. <c>workspaces/NAME/</c> holds one workspace each.</para>
/// </remarks>
public sealed class DataDirectory : IDisposable
{
    readonly FileStream _lock;

    DataDirectory(string path, FileStream held) => (Root, _lock) = (path, held);

    /// <summary>The directory's full path.</summary>
    public string Root { get; }

    /// <summary>Takes the directory, making it where it is missing.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process holds it.</exception>
    /// <exception cref="DirectoryNotFoundException">It is a file, or cannot be made.</exception>
    public static DataDirectory Open(string path)
    {
        var root = Path.GetFullPath(path);
        if (File.Exists(root))
        {
            throw new DirectoryNotFoundException($"The data directory {root} is a file. Choose another (--data, or Directory of AttuneOptions).");
        }

        try
        {
            Directory.CreateDirectory(Path.Combine(root, "workspaces"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DirectoryNotFoundException($"The data directory {root} cannot be made: {failure.Message} Choose another (--data, or Directory of AttuneOptions).", failure);
        }

        try
        {
            var held = new FileStream(Path.Combine(root, "attune.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.Delete(Path.Combine(root, "server.json"));
            return new DataDirectory(root, held);
        }
        catch (IOException)
        {
            throw new DataDirectoryInUseException(root, FindServer(root));
        }
    }

    /// <summary>The server that holds the directory, or null where none has said that it listens.</summary>
    public static RunningServer? FindServer(string path)
    {
        var file = Path.Combine(Path.GetFullPath(path), "server.json");
        try
        {
            return JsonSerializer.Deserialize<RunningServer>(File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names of the workspaces there are.</summary>
    public IReadOnlyList<string> Workspaces =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root, "workspaces")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Where a workspace keeps its files.</summary>
    public string PathOf(string workspace) => Path.Combine(Root, "workspaces", workspace);

    /// <summary>Says where this process listens, for the command line on the same machine.</summary>
    public void Announce(RunningServer server)
    {
        var file = Path.Combine(Root, "server.json");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
        JsonSerializer.Serialize(stream, server);
    }

    /// <summary>Lets the directory go.</summary>
    public void Dispose()
    {
        File.Delete(Path.Combine(Root, "server.json"));
        _lock.Dispose();
    }
}

/// <summary>Where the holder of a data directory listens.</summary>
/// <param name="Address">Its address, as <c>http://127.0.0.1:8080</c>.</param>
/// <param name="Token">Allows everything to whoever may read the file; good until the process ends.</param>
/// <param name="ProcessId">The process.</param>
public sealed record RunningServer(string Address, string Token, int ProcessId);

/// <summary>Another process holds the data directory.</summary>
public sealed class DataDirectoryInUseException : IOException
{
    /// <summary>Names the directory, and who holds it where that is known.</summary>
    public DataDirectoryInUseException(string path, RunningServer? server)
        : base(server is null
            ? $"The data directory {path} is held by another process. Stop it, or choose another (--data, or Directory of AttuneOptions)."
            : string.Create(CultureInfo.InvariantCulture, $"The data directory {path} is held by process {server.ProcessId}, which listens on {server.Address}. Stop it, or choose another (--data, or Directory of AttuneOptions)."))
    {
    }
}
