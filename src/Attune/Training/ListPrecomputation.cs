using Attune.Events;
using Attune.State;

namespace Attune.Training;

/// <summary>Computes lists ahead into the state, for the rung that answers when there is no time to compute.</summary>
/// <param name="state">Where the lists go, as <see cref="StateKind.List"/> by profile key.</param>
/// <param name="list">A profile's list in its stored form; null where there is none to store, which removes an old one.</param>
public sealed class ListPrecomputation(IStateStore state, Func<ProfileKey, CancellationToken, ValueTask<byte[]?>> list)
{
    /// <summary>Lists written together: one round trip of the store.</summary>
    public const int BatchUsers = 256;

    /// <summary>Computes and stores the lists of some profiles.</summary>
    /// <param name="users">Whose.</param>
    /// <param name="progress">Told the share done, 0 to 1; null for nobody.</param>
    /// <param name="cancellation">Ends it between two lists; those stored stay.</param>
    /// <returns>How many lists were stored.</returns>
    public async Task<int> RunAsync(IReadOnlyList<ProfileKey> users, Action<double>? progress, CancellationToken cancellation)
    {
        var stored = 0;
        var batch = new List<StateWrite>(BatchUsers);
        for (var n = 0; n < users.Count; n++)
        {
            var bytes = await list(users[n], cancellation);
            stored += bytes is null ? 0 : 1;
            batch.Add(new(new StateKey(StateKind.List, users[n].Value), bytes));
            if (batch.Count == BatchUsers || n == users.Count - 1)
            {
                await state.PutAsync(batch.ToArray(), cancellation);
                batch.Clear();
                progress?.Invoke((n + 1.0) / users.Count);
            }
        }

        return stored;
    }
}
