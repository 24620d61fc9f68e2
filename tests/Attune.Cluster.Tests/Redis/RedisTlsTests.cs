using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attune.Cluster.Redis;
using Attune.Embedded.Tests;
using Attune.State;

namespace Attune.Cluster.Tests.Redis;

public sealed class RedisTlsTests : IDisposable
{
    readonly TemporaryFolder _certificates = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData("--replicas", "1"), InlineData("--cluster")]
    public async Task An_encrypted_server_is_trusted_by_its_authority_and_by_nothing_else(params string[] options)
    {
        Certify();
        await using var server = await RedisTestServer.StartAsync(["--tls", _certificates.Path, "--password", "right", .. options]);
        var settings = server.Settings with { Tls = true, TlsAuthority = _certificates.File("ca.pem"), Password = "right" };
        await using var store = await RedisTestServer.OpenAsync("shop", settings);
        StateKey[] keys = [.. Enumerable.Range(0, 50).Select(number => new StateKey(StateKind.Profile, $"u{number}"))];
        var value = new byte[100_000];
        new Random(2).NextBytes(value);

        await store.PutAsync([.. keys.Select(key => new StateWrite(key, value, 3))], Cancellation);

        Assert.All(await store.GetAsync(keys, Cancellation), read => Assert.Equal(value, read));
        var stranger = await Assert.ThrowsAsync<RedisUnavailableException>(async () => await RedisTestServer.OpenAsync("shop", settings with { TlsAuthority = null }));
        Assert.Contains("certificate", stranger.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RedisUnavailableException>(async () => await RedisTestServer.OpenAsync("shop", settings with { Tls = false, TlsAuthority = null }));
    }

    public void Dispose() => _certificates.Dispose();

    void Certify()
    {
        var (from, to) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authorityKey = RSA.Create(2_048);
        var authority = new CertificateRequest("CN=Attune tests", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        using var root = authority.CreateSelfSigned(from, to);

        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(root, from, to, [1, 2, 3, 4]);
        _certificates.Write("ca.pem", root.ExportCertificatePem());
        _certificates.Write("server.pem", certificate.ExportCertificatePem());
        _certificates.Write("server.key", key.ExportPkcs8PrivateKeyPem());
    }
}
