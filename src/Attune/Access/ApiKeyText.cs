using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Access;

/// <summary>A key as its owner holds it: <c>atn_WORKSPACE_ID_SECRET</c>.</summary>
/// <remarks>
/// The secret is 32 bytes from the system's generator, in hex: with 256 bits of chance a plain SHA-256 of it can be stored,
/// a slow hash would add nothing.
/// </remarks>
public sealed class ApiKeyText
{
    const string Prefix = "atn";
    const int IdBytes = 6;
    const int SecretBytes = 32;

    readonly string _secret;

    ApiKeyText(string workspace, string id, string secret) => (Workspace, Id, _secret) = (workspace, id, secret);

    /// <summary>The workspace it is for.</summary>
    public string Workspace { get; }

    /// <summary>Which key of that workspace.</summary>
    public string Id { get; }

    /// <summary>A new key; the caller has checked the workspace's name.</summary>
    public static ApiKeyText Create(string workspace) =>
        new(workspace, RandomHex(IdBytes), RandomHex(SecretBytes));

    /// <summary>Reads a key; false where the text does not have its form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ApiKeyText? key)
    {
        key = null;
        if (text.Length > 200 || text.Split('_') is not [Prefix, var workspace, var id, var secret]
            || !WorkspaceName.IsValid(workspace) || id.Length != IdBytes * 2 || secret.Length != SecretBytes * 2)
        {
            return false;
        }

        key = new(workspace, id, secret);
        return true;
    }

    /// <summary>SHA-256 of the secret, 32 bytes.</summary>
    public byte[] HashSecret() => SHA256.HashData(Encoding.ASCII.GetBytes(_secret));

    /// <summary>The whole key: to be shown once.</summary>
    public string Reveal() => $"{Prefix}_{Workspace}_{Id}_{_secret}";

    /// <summary>The key without its secret, for logs.</summary>
    public override string ToString() => $"{Prefix}_{Workspace}_{Id}_…";

    static string RandomHex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));
}
