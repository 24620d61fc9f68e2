namespace Attune.Generations;

/// <summary>The element types of safetensors that a generation uses, by their names there.</summary>
enum TensorType
{
    /// <summary>Bytes.</summary>
    U8,

    /// <summary>Signed integers of 32 bits.</summary>
    I32,

    /// <summary>Signed integers of 64 bits.</summary>
    I64,

    /// <summary>IEEE 754 numbers of 32 bits.</summary>
    F32,
}

/// <summary>Sizes of the element types, and which of them a .NET type is.</summary>
static class TensorTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int SizeOf(TensorType type) => type switch
    {
        TensorType.U8 => 1,
        TensorType.I64 => 8,
        _ => 4,
    };

    /// <summary>The element type stored as <typeparamref name="T"/>.</summary>
    public static TensorType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return TensorType.U8;
        }

        if (typeof(T) == typeof(int))
        {
            return TensorType.I32;
        }

        return typeof(T) == typeof(long) ? TensorType.I64
            : typeof(T) == typeof(float) ? TensorType.F32
            : throw new ArgumentException($"No tensor of a generation holds {typeof(T)}.");
    }
}
