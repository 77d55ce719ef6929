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
    /// How many were computed. If fewer than all, the fingerprint with that index holds a value out of the range of the network's input;
    /// the logits of those before it are written, none after.
    /// </returns>
    public abstract int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits);

    /// <summary>The steps of a general plan; none for kernels that have none.</summary>
    public virtual IReadOnlyList<KernelStep> Steps => [];

    /// <summary>The stages alone, for one fingerprint.</summary>
    public virtual KernelStages Stages() => throw new NotSupportedException($"{GetType().Name} has no stages: it computes any network");

    /// <summary>Convolution and floor division by 8.</summary>
    public virtual void Convolution(ReadOnlySpan<sbyte> fingerprint, Span<int> output)
    {
        KernelStages stages = Stages();
        fingerprint.CopyTo(stages.Fingerprint);
        stages.InputTransform();
        stages.Convolution();
        stages.ReadRows(output);
        GC.KeepAlive(stages);
    }

    /// <summary>Depthwise convolution, floor division by 16 and global max pool.</summary>
    public virtual void DepthwisePool(ReadOnlySpan<int> input, Span<int> output)
    {
        KernelStages stages = Stages();
        stages.WriteRows(input);
        stages.DepthwisePool();
        stages.Pooled.CopyTo(output);
        GC.KeepAlive(stages);
    }

    /// <summary>Pointwise convolution and floor division by 256.</summary>
    public virtual void Pointwise(ReadOnlySpan<int> input, Span<int> output)
    {
        KernelStages stages = Stages();
        input.CopyTo(stages.Pooled);
        stages.Pointwise();
        stages.Mixed.CopyTo(output);
        GC.KeepAlive(stages);
    }

    /// <summary>Fully connected layer: the logits.</summary>
    public virtual void FullyConnected(ReadOnlySpan<int> input, Span<int> logits)
    {
        KernelStages stages = Stages();
        input.CopyTo(stages.Mixed);
        stages.FullyConnected();
        stages.Logits.CopyTo(logits);
        GC.KeepAlive(stages);
    }
}
