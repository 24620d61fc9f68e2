namespace Attune.Catalog;

/// <summary>The limits of items, users and their properties: named in every refusal.</summary>
public static class CatalogLimits
{
    /// <summary>Most properties of one item or user.</summary>
    public const int PropertiesPerRecord = 100;

    /// <summary>Most properties known for all items together, and as many for all users.</summary>
    public const int PropertiesPerSchema = 500;

    /// <summary>Longest property name, in UTF-8 bytes.</summary>
    public const int NameBytes = 64;

    /// <summary>How a name is built, in words.</summary>
    public const string NamePattern = "a letter or _, then letters, digits, _, - or .";

    /// <summary>Longest text, in UTF-8 bytes.</summary>
    public const int TextBytes = 4096;

    /// <summary>Most texts in one set.</summary>
    public const int SetMembers = 100;

    /// <summary>Longest text in a set, in UTF-8 bytes.</summary>
    public const int MemberBytes = 256;

    /// <summary>Most numbers of a vector.</summary>
    public const int VectorLength = 1024;

    /// <summary>Longest JSON text of one record, in UTF-8 bytes.</summary>
    public const int RecordBytes = 64 * 1024;

    /// <summary>Most records in one batch.</summary>
    public const int BatchRecords = 10_000;

    /// <summary>True where a name follows <see cref="NamePattern"/> and <see cref="NameBytes"/>.</summary>
    public static bool IsName(string name)
    {
        if (name.Length is 0 or > NameBytes || System.Text.Encoding.UTF8.GetByteCount(name) > NameBytes
            || !(char.IsLetter(name[0]) || name[0] == '_'))
        {
            return false;
        }

        foreach (var letter in name)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }
}
