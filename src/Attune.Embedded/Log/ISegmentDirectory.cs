namespace Attune.Embedded.Log;

/// <summary>The directory of one log: the seam at which tests make disks fail.</summary>
interface ISegmentDirectory : IDisposable
{
    /// <summary>The names of all files in it, in no order.</summary>
    IReadOnlyList<string> List();

    /// <summary>The full path of a name, for messages.</summary>
    string PathOf(string name);

    /// <summary>Makes an empty file, in place of one of that name.</summary>
    ISegmentFile Create(string name);

    /// <summary>Opens an existing file.</summary>
    ISegmentFile Open(string name, bool writable);

    /// <summary>Gives a file another name, in place of one that has it.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; nothing happens where it is gone.</summary>
    void Delete(string name);

    /// <summary>Returns when the names are on the disk.</summary>
    void Flush();
}
