namespace Attune.Peers;

/// <summary>Something of ours measured beside the same thing of others.</summary>
interface IComparison
{
    /// <summary>The word of the command line; <c>native/&lt;name&gt;.cpp</c>, where there is one, is built before.</summary>
    string Name { get; }

    /// <summary>What is compared, in a line.</summary>
    string What { get; }

    /// <summary>Measures; results as they come.</summary>
    IEnumerable<Result> Run(PeerOptions options);
}
