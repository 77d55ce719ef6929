using Kws.Fast.Kernels;
using Kws.Fast.Stages;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Verification;

/// <summary>
/// Names the first layer that goes wrong: of the fused stages of the default network the first one that does so by itself, given the
/// reference's values; of any other network the last layer of the shortest part of it, from its first layer on, that gives other values.
/// </summary>
internal sealed class MismatchLocator(KwsModel model, ReferenceClassifier reference)
{
    /// <param name="entry">The kernel's entry, which makes it for parts of the network.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="fingerprint">The fingerprint for which it differs.</param>
    /// <param name="expected">The reference's logits; null if it has none because a value does not fit 32 bits.</param>
    /// <param name="actual">The kernel's logits; null likewise.</param>
    /// <param name="name">The case, in words.</param>
    public KernelMismatch Locate(
        KernelEntry entry, Kernel kernel, ReadOnlySpan<sbyte> fingerprint, int[]? expected, int[]? actual, string name)
    {
        Layer last = model.Network.Layers[^1];
        if (expected is null || actual is null)
        {
            return new KernelMismatch(name, last.Name, "all labels", expected?[0], actual?[0]);
        }

        InferenceTrace trace = reference.Trace(fingerprint);
        KernelMismatch? first = VectorModel.IsSpecialised(model)
            ? FirstStage(kernel, trace, fingerprint, name)
            : FirstPart(entry, trace, fingerprint, name);
        return first ?? FirstDifference(new LayerValues(last.Name, last.Output, [.. expected]), actual, name)!;
    }

    private KernelMismatch? FirstPart(KernelEntry entry, InferenceTrace trace, ReadOnlySpan<sbyte> fingerprint, string name)
    {
        Network network = model.Network;
        for (int count = 1; count < network.Layers.Length; count++)
        {
            LayerValues expected = trace.Layers[count];
            if (expected.Shape.Count > Window.MaxDimension)
            {
                // More values than a network has labels.
                continue;
            }

            var part = new Network(network.Input, network.Layers.Take(count), network.InputBits);
            var partModel = new KwsModel(part, part.Tensors.Select(spec => model[spec]));

            // Twice, since a kernel may keep something of the fingerprint before.
            sbyte[] values = [.. fingerprint, .. fingerprint];
            int[]? actual = KernelComparison.NullOnOverflow(
                () => KernelComparison.Infer(entry.Create(partModel), values, 2, part.LabelCount));
            if (actual is null)
            {
                return new KernelMismatch(name, expected.Name, "all values", expected.Values[0], null);
            }

            if ((FirstDifference(expected, actual.AsSpan(0, part.LabelCount), name)
                ?? FirstDifference(expected, actual.AsSpan(part.LabelCount), name)) is { } mismatch)
            {
                return mismatch;
            }
        }

        return null;
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
