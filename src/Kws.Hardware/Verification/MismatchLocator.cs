using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Verification;

/// <summary>Feeds every stage of a kernel with the reference's values, to name the first layer that goes wrong by itself.</summary>
internal sealed class MismatchLocator(KwsModel model, ReferenceClassifier reference)
{
    /// <param name="kernel">The kernel.</param>
    /// <param name="fingerprint">The fingerprint for which it differs.</param>
    /// <param name="expected">The reference's logits; null if it has none because a value does not fit 32 bits.</param>
    /// <param name="actual">The kernel's logits; null likewise.</param>
    /// <param name="name">The case, in words.</param>
    public KernelMismatch Locate(Kernel kernel, ReadOnlySpan<sbyte> fingerprint, int[]? expected, int[]? actual, string name)
    {
        Layer last = model.Network.Layers[^1];
        if (expected is null || actual is null)
        {
            return new KernelMismatch(name, last.Name, "all labels", expected?[0], actual?[0]);
        }

        if (DsCnn.Specs(model.Network).Length == 2 && FirstStage(kernel, reference.Trace(fingerprint), fingerprint, name) is { } mismatch)
        {
            return mismatch;
        }

        return FirstDifference(new LayerValues(last.Name, last.Output, [.. expected]), actual, name)!;
    }

    private static KernelMismatch? FirstStage(Kernel kernel, InferenceTrace trace, ReadOnlySpan<sbyte> fingerprint, string name)
    {
        LayerValues convolution = trace["conv_1/floor8"];
        int[] actual = new int[convolution.Shape.Count];
        kernel.Convolution(fingerprint, actual);
        if (FirstDifference(convolution, actual, name) is { } inConvolution)
        {
            return inConvolution;
        }

        LayerValues pool = trace["max_pool"];
        actual = new int[pool.Shape.Count];
        kernel.DepthwisePool(convolution.Values.AsSpan(), actual);
        if (FirstDifference(pool, actual, name) is { } inPool)
        {
            return inPool;
        }

        LayerValues pointwise = trace["conv_ds_1/pw_conv/floor256"];
        actual = new int[pointwise.Shape.Count];
        kernel.Pointwise(pool.Values.AsSpan(), actual);
        return FirstDifference(pointwise, actual, name);
    }

    private static KernelMismatch? FirstDifference(LayerValues expected, ReadOnlySpan<int> actual, string name)
    {
        int index = actual.CommonPrefixLength(expected.Values.AsSpan());
        if (index == actual.Length)
        {
            return null;
        }

        (int time, int frequency, int channel) = expected.Shape.PositionOf(index);
        return new KernelMismatch(
            name, expected.Name, $"time {time}, frequency {frequency}, channel {channel}", expected.Values[index], actual[index]);
    }
}
