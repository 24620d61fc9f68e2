namespace Attune.Access;

/// <summary>What a key allows; each scope allows what the ones before it do.</summary>
public enum ApiScope
{
    /// <summary>Send events and ask for recommendations: safe in a browser.</summary>
    Read,

    /// <summary>And write the catalog, read profiles, train.</summary>
    Write,

    /// <summary>And query by SQL, make and revoke keys, choose the generation in service.</summary>
    Admin,
}
