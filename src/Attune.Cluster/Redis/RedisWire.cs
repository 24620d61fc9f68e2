using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Attune.Cluster.Redis;

/// <summary>Opens the bare connection, encrypted where the settings say so.</summary>
static class RedisWire
{
    public static async Task<Stream> OpenAsync(RedisEndpoint endpoint, RedisSettings settings, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellation);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!settings.Tls)
            {
                return stream;
            }

            var secure = new SslStream(stream);
            stream = secure;
            await secure.AuthenticateAsClientAsync(Options(endpoint, settings), cancellation);
            return secure;
        }
        catch
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            socket.Dispose();
            throw;
        }
    }

    static SslClientAuthenticationOptions Options(RedisEndpoint endpoint, RedisSettings settings)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = endpoint.Host };
        if (settings.TlsAuthority is { } file)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        }

        return options;
    }
}
