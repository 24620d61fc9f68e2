using Attune.Events;
using Attune.State;

namespace Attune.Merging;

/// <summary>Which profile stands for which, as the state has it.</summary>
sealed class Aliases(IStateStore state)
{
    /// <summary>The key of the profile that a key stands for; the key itself where it was never joined to another.</summary>
    public async ValueTask<ProfileKey> ResolveAsync(ProfileKey key, CancellationToken cancellation)
    {
        for (var steps = 0; steps < Alias.LongestChain; steps++)
        {
            if (await state.GetAsync(new StateKey(StateKind.Alias, key.Value), cancellation) is not { } bytes)
            {
                return key;
            }

            key = new ProfileKey(Alias.Decode(bytes).Into);
        }

        return key;
    }

    /// <summary>Every key that was joined to another, and the profile it stands for now. Cost: all of them are read.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> AllAsync(CancellationToken cancellation)
    {
        var direct = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (key, bytes) in state.ScanAsync(StateKind.Alias, cancellation))
        {
            direct[key.Name] = Alias.Decode(bytes).Into;
        }

        var resolved = new Dictionary<string, string>(direct.Count, StringComparer.Ordinal);
        foreach (var key in direct.Keys)
        {
            var into = key;
            for (var steps = 0; steps < Alias.LongestChain && direct.TryGetValue(into, out var next); steps++)
            {
                into = next;
            }

            resolved[key] = into;
        }

        return resolved;
    }

    /// <summary>The profile a user stands for, and every key that stands for it too.</summary>
    public async ValueTask<IReadOnlySet<string>> AllOfAsync(UserId user, CancellationToken cancellation)
    {
        var owner = (await ResolveAsync(ProfileKey.Of(user), cancellation)).Value;
        return (await AllAsync(cancellation)).Where(pair => pair.Value == owner).Select(pair => pair.Key)
            .Append(owner).ToHashSet(StringComparer.Ordinal);
    }
}
