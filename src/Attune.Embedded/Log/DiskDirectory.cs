using Attune.Embedded.Files;

namespace Attune.Embedded.Log;

/// <summary>A real directory, held by one process at a time by a lock on the file <c>lock</c> in it.</summary>
sealed class DiskDirectory : ISegmentDirectory
{
    const string LockName = "lock";

    readonly string _path;
    readonly FileStream _lock;

    /// <summary>Makes the directory where it is missing, and takes it.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public DiskDirectory(string path)
    {
        _path = Path.GetFullPath(path);
        Directory.CreateDirectory(_path);
        try
        {
            _lock = new FileStream(PathOf(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (File.Exists(PathOf(LockName)))
        {
            throw new IOException($"The log in {_path} is open in another process (its file '{LockName}' is locked).", taken);
        }
    }

    public IReadOnlyList<string> List() => [.. Directory.EnumerateFiles(_path).Select(file => Path.GetFileName(file))];

    public string PathOf(string name) => Path.Combine(_path, name);

    public ISegmentFile Create(string name) =>
        new DiskFile(File.OpenHandle(PathOf(name), FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete));

    public ISegmentFile Open(string name, bool writable) => new DiskFile(File.OpenHandle(
        PathOf(name),
        FileMode.Open,
        writable ? FileAccess.ReadWrite : FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete));

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Flush() => DirectoryFlush.Of(_path);

    public void Dispose() => _lock.Dispose();
}
