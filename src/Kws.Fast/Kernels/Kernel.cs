namespace Kws.Fast.Kernels;

/// <summary>
/// A way of computing the network for one model. <see cref="Infer"/> is the composition of the stages; a stage alone, on
/// plain [time][frequency][channel] arrays, is what tests compare with the reference.
/// </summary>
/// <remarks>A kernel is immutable after construction, so any number of threads may call it.</remarks>
internal abstract class Kernel
{
    /// <summary>Computes the logits of as many fingerprints as <paramref name="logits"/> has room for.</summary>
    /// <returns>
    /// How many were computed. If fewer than all, the fingerprint with that index holds a value outside [-32, 31]; the logits
    /// of those before it are written, none after.
    /// </returns>
    public abstract int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits);

    /// <summary>Convolution and floor division by 8.</summary>
    public abstract void Convolution(ReadOnlySpan<sbyte> fingerprint, Span<int> output);

    /// <summary>Depthwise convolution, floor division by 16 and global max pool.</summary>
    public abstract void DepthwisePool(ReadOnlySpan<int> input, Span<int> output);

    /// <summary>Pointwise convolution and floor division by 256.</summary>
    public abstract void Pointwise(ReadOnlySpan<int> input, Span<int> output);

    /// <summary>Fully connected layer: the logits.</summary>
    public abstract void FullyConnected(ReadOnlySpan<int> input, Span<int> logits);
}
