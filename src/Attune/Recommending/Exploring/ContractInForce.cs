namespace Attune.Recommending.Exploring;

/// <summary>The contract that answers go by, if there is one; swapped by reference.</summary>
sealed class ContractInForce
{
    volatile ExposureContract? _current;

    /// <summary>Null where nothing is promised.</summary>
    public ExposureContract? Current
    {
        get => _current;
        set => _current = value;
    }
}
