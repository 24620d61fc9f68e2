using System.Buffers.Text;
using System.Text;

namespace Attune.Cluster.Redis;

/// <summary>A command with its arguments, as often as it must be sent. Every command of ours may be carried out twice.</summary>
sealed class RedisCommand(string name, params byte[][] arguments)
{
    readonly byte[] _name = Encoding.ASCII.GetBytes(name);

    public string Name { get; } = name;

    /// <summary>Most bytes it takes on the wire.</summary>
    public int Bytes { get; } = 32 + name.Length + Sum(arguments);

    /// <summary>Writes it.</summary>
    /// <returns>How many bytes of <paramref name="target"/>, which has at least <see cref="Bytes"/>, it took.</returns>
    public int Write(Span<byte> target)
    {
        var at = Head(target, (byte)'*', arguments.Length + 1);
        at += Bulk(target[at..], _name);
        foreach (var argument in arguments)
        {
            at += Bulk(target[at..], argument);
        }

        return at;
    }

    static int Sum(byte[][] arguments)
    {
        var bytes = 0;
        foreach (var argument in arguments)
        {
            bytes += argument.Length + 16;
        }

        return bytes;
    }

    static int Head(Span<byte> target, byte kind, int number)
    {
        target[0] = kind;
        Utf8Formatter.TryFormat(number, target[1..], out var digits);
        "\r\n"u8.CopyTo(target[(digits + 1)..]);
        return digits + 3;
    }

    static int Bulk(Span<byte> target, byte[] value)
    {
        var at = Head(target, (byte)'$', value.Length);
        value.CopyTo(target[at..]);
        "\r\n"u8.CopyTo(target[(at + value.Length)..]);
        return at + value.Length + 2;
    }
}
