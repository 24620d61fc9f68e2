using System.Security.Cryptography;
using System.Text;

namespace Attune.Embedded.Importing;

/// <summary>Names a file's rows, so that the same row gets the same event id when the file is imported again.</summary>
/// <remarks>
/// The name is from the file's name (not its folder) and its first 64 KiB, so that a file that has grown keeps its names and two
/// that are both called <c>part-0</c> do not share them.
/// </remarks>
static class FileIdentity
{
    const int HeadBytes = 64 * 1024;
    const int HexDigits = 16;

    public static string Of(string path)
    {
        var head = new byte[HeadBytes];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
        hash.AppendData(head, 0, length);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..HexDigits];
    }
}
