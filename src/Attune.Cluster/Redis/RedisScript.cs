using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Attune.Cluster.Redis;

/// <summary>A script that servers run as one step.</summary>
sealed class RedisScript
{
    readonly byte[] _text;
    readonly byte[] _digest;

    RedisScript(string text)
    {
        _text = Encoding.ASCII.GetBytes(text);
#pragma warning disable CA5350 // How Redis names scripts; nothing is kept secret by it.
        _digest = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA1.HashData(_text)));
#pragma warning restore CA5350
    }

    /// <summary>
    /// Writes a value unless the one there has a higher fence. Key; stored bytes, milliseconds to live or 0 to remove. 1 where written.
    /// Fences are compared as two halves: a whole one is more than a number of Lua holds.
    /// </summary>
    public static RedisScript PutFenced { get; } = new("""
        local old = redis.call('GETRANGE', KEYS[1], 0, 7)
        if #old == 8 then
          local a, b = struct.unpack('>I4I4', old)
          local c, d = struct.unpack('>I4I4', ARGV[1])
          if a > c or (a == c and b > d) then return 0 end
        end
        if ARGV[2] == '0' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2]) end
        return 1
        """);

    /// <summary>Sets fields of a hash to numbers, each unless it has a higher one. Key; field, number, field, number and so on. How many were set.</summary>
    public static RedisScript Raise { get; } = new("""
        local raised = 0
        for i = 1, #ARGV, 2 do
          local old = redis.call('HGET', KEYS[1], ARGV[i])
          if not old or tonumber(old) < tonumber(ARGV[i + 1]) then
            redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
            raised = raised + 1
          end
        end
        return raised
        """);

    /// <summary>
    /// Puts manifests in place, all or none, and keeps the pieces they name for good. Manifests' keys, then pieces' keys; how many
    /// manifests, their bytes (none to remove). The heads of the manifests before.
    /// </summary>
    public static RedisScript Swap { get; } = new("""
        local count = tonumber(ARGV[1])
        for i = count + 1, #KEYS do
          if redis.call('EXISTS', KEYS[i]) == 0 then return redis.error_reply('TRYAGAIN a piece is gone: ' .. KEYS[i]) end
        end
        for i = count + 1, #KEYS do redis.call('PERSIST', KEYS[i]) end
        local old = {}
        for i = 1, count do
          old[i] = redis.call('GETRANGE', KEYS[i], 0, 29)
          if ARGV[i + 1] == '' then redis.call('DEL', KEYS[i]) else redis.call('SET', KEYS[i], ARGV[i + 1]) end
        end
        return old
        """);

    public RedisCommand ByDigest(byte[][] keys, byte[][] arguments) => new("EVALSHA", [_digest, Count(keys), .. keys, .. arguments]);

    public RedisCommand InFull(byte[][] keys, byte[][] arguments) => new("EVAL", [_text, Count(keys), .. keys, .. arguments]);

    static byte[] Count(byte[][] keys) => Encoding.ASCII.GetBytes(keys.Length.ToString(CultureInfo.InvariantCulture));
}
