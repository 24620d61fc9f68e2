using Attune.Operating;

namespace Attune.Cluster.Kafka;

/// <summary>How the connection to the brokers is secured; what is not set keeps the client library's default.</summary>
public sealed record KafkaSecurity
{
    static readonly string[] Protocols = ["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"];
    static readonly string[] Mechanisms = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    /// <summary><c>plaintext</c>, <c>ssl</c>, <c>sasl_plaintext</c> or <c>sasl_ssl</c>; default <c>plaintext</c>.</summary>
    public string Protocol { get; init; } = "plaintext";

    /// <summary><c>PLAIN</c>, <c>SCRAM-SHA-256</c> or <c>SCRAM-SHA-512</c>, where the protocol is one of <c>sasl</c>.</summary>
    public string? Mechanism { get; init; }

    /// <summary>The user's name for SASL.</summary>
    public string? User { get; init; }

    /// <summary>The user's password for SASL.</summary>
    public string? Password { get; init; }

    /// <summary>A file with the certificates of the authorities that are trusted, in PEM; null trusts the system's.</summary>
    public string? AuthoritiesFile { get; init; }

    /// <summary>A file with this client's certificate, in PEM.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>A file with the key of this client's certificate, in PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The password of the key file.</summary>
    public string? KeyPassword { get; init; }

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("kafka.security")
        .Must(Protocols.Contains(Protocol), nameof(Protocol), $"'{Protocol}'; it must be one of {string.Join(", ", Protocols)}.")
        .Must(Mechanism is null || Mechanisms.Contains(Mechanism), nameof(Mechanism), $"'{Mechanism}'; it must be one of {string.Join(", ", Mechanisms)}.")
        .Must(!Protocol.StartsWith("sasl", StringComparison.Ordinal) || (Mechanism is not null && User is not null && Password is not null),
            nameof(Protocol), $"'{Protocol}'; mechanism, user and password must be given with it.")
        .Found;

    /// <summary>The client library's own names for what is set.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Options()
    {
        (string Name, string? Value)[] all =
        [
            ("security.protocol", Protocol),
            ("sasl.mechanism", Mechanism),
            ("sasl.username", User),
            ("sasl.password", Password),
            ("ssl.ca.location", AuthoritiesFile),
            ("ssl.certificate.location", CertificateFile),
            ("ssl.key.location", KeyFile),
            ("ssl.key.password", KeyPassword),
        ];
        return all.Where(option => option.Value is not null).Select(option => KeyValuePair.Create(option.Name, option.Value!));
    }
}
