using Attune.Access;
using Attune.Operating;

namespace Attune.Server.Access;

/// <summary>One workspace as the server holds it: the engine and its keys.</summary>
sealed class Tenant
{
    readonly Caller[] _callers;

    /// <summary>Puts the two together.</summary>
    public Tenant(Workspace workspace, KeyRing keys)
    {
        (Workspace, Keys) = (workspace, keys);
        _callers = [.. Enum.GetValues<ApiScope>().Select(scope => new Caller(this, scope))];
    }

    /// <summary>The engine.</summary>
    public Workspace Workspace { get; }

    /// <summary>The keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>A caller of a scope; the same object each time.</summary>
    public Caller CallerOf(ApiScope scope) => _callers[(int)scope];
}
