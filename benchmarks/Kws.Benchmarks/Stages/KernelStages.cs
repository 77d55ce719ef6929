using Kws.Fast.Kernels;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Benchmarks.Stages;

/// <summary>
/// The stages of a kernel for one fingerprint, in the layouts that pass between them, so that each can be timed alone. Every stage reads
/// what the one before left in memory; called in order they compute the logits.
/// </summary>
internal abstract class KernelStages
{
    /// <summary>The fingerprint; checked for its range in the same pass.</summary>
    public abstract void InputTransform();

    /// <summary>Convolution and floor division by 8, all groups of channels.</summary>
    public abstract void Convolution();

    /// <summary>Depthwise convolution, floor division by 16 and max pool, all groups of channels.</summary>
    public abstract void DepthwisePool();

    /// <summary>Pointwise convolution and floor division by 256.</summary>
    public abstract void Pointwise();

    /// <summary>The fully connected layer.</summary>
    public abstract void FullyConnected();

    /// <summary>The logits that <see cref="FullyConnected"/> computed last.</summary>
    public abstract int[] Logits();

    /// <summary>The stages of a kernel.</summary>
    /// <param name="kernel">Its name in the registry.</param>
    /// <param name="model">The model.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    public static KernelStages Create(string kernel, KwsModel model, sbyte[] fingerprint)
    {
        if (kernel == "Scalar")
        {
            return new ScalarStages(model, fingerprint);
        }

        // A vector kernel is nothing but its stages: the type arguments of the class that composes them.
        Type composition = KernelRegistry.Find(kernel).Create(model).GetType().BaseType!;
        Type stages =
            composition.GetGenericTypeDefinition() == typeof(Winograd<,,,,>) ? typeof(WinogradStages<,,,,>) : typeof(Winograd128Stages<,,>);
        return (KernelStages)Activator.CreateInstance(
            stages.MakeGenericType(composition.GetGenericArguments()), new VectorModel(model), fingerprint)!;
    }
}
