namespace Kws.Fast.Kernels;

/// <summary>
/// The stages of a kernel for one fingerprint, each alone, in memory of its own: what tests compare and benchmarks time. Every stage reads
/// what the one before left in memory; called in order they compute the logits.
/// </summary>
internal abstract class KernelStages
{
    /// <summary>The input of <see cref="InputTransform"/>.</summary>
    public abstract Span<sbyte> Fingerprint { get; }

    /// <summary>The 48 maxima: the output of <see cref="DepthwisePool"/>, the input of <see cref="Pointwise"/>.</summary>
    public abstract Span<int> Pooled { get; }

    /// <summary>The output of <see cref="Pointwise"/>, the input of <see cref="FullyConnected"/>.</summary>
    public abstract Span<int> Mixed { get; }

    /// <summary>The output of <see cref="FullyConnected"/>.</summary>
    public abstract Span<int> Logits { get; }

    /// <summary>Reads the fingerprint; false if a value is out of range.</summary>
    public abstract bool InputTransform();

    /// <summary>Convolution and floor division by 8, all groups of channels.</summary>
    public abstract void Convolution();

    /// <summary>Depthwise convolution, floor division by 16 and max pool, all groups of channels.</summary>
    public abstract void DepthwisePool();

    /// <summary>Pointwise convolution and floor division by 256.</summary>
    public abstract void Pointwise();

    /// <summary>The fully connected layer.</summary>
    public abstract void FullyConnected();

    /// <summary>Copies the output of <see cref="Convolution"/> to a [time][frequency][channel] array.</summary>
    public abstract void ReadRows(Span<int> values);

    /// <summary>Copies a [time][frequency][channel] array to the input of <see cref="DepthwisePool"/>.</summary>
    public abstract void WriteRows(ReadOnlySpan<int> values);
}
