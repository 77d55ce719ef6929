using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Analysis;

/// <summary>Compares kernels with the reference for one model.</summary>
internal sealed class KernelComparison
{
    private readonly ReferenceClassifier _reference;
    private readonly DsCnnModel _model;
    private readonly ScalarOracle? _oracle;
    private readonly Kernel?[] _kernels;

    public KernelComparison(IReadOnlyList<KernelEntry> kernels, DsCnnModel model)
    {
        _model = model;
        _reference = new ReferenceClassifier(model);
        _oracle = ScalarOracle.Handles(model.Topology) ? new ScalarOracle(model) : null;
        _kernels = [.. kernels.Select(entry => entry.IsSupported && entry.Handles(model) ? entry.Create(model) : null)];
    }

    /// <summary>Runs a block of fingerprints on the reference, or on the oracle, and on every kernel.</summary>
    /// <param name="fingerprints">Fingerprints, one behind the other.</param>
    /// <param name="tally">Receives the counts.</param>
    /// <param name="order">The place of the first one in the run.</param>
    /// <param name="byReference">Whether the reference computes every case; else the oracle does, and the reference the first one only.</param>
    /// <param name="describe">Says which case the n-th fingerprint of the block is.</param>
    public void Compare(
        ReadOnlyMemory<sbyte> fingerprints, VerificationTally tally, long order, bool byReference, Func<int, string> describe)
    {
        int length = _model.Topology.Input.Count;
        int labels = _model.Topology.LabelCount;
        int count = fingerprints.Length / length;
        int[]?[] expected = new int[count][];
        for (int i = 0; i < count; i++)
        {
            ReadOnlyMemory<sbyte> fingerprint = fingerprints.Slice(i * length, length);
            expected[i] = byReference || _oracle is null || i == 0
                ? NullOnOverflow(() => _reference.Infer(fingerprint.Span))
                : NullOnOverflow(() => _oracle.Infer(fingerprint.Span));
        }

        if (_oracle is not null && !NullOnOverflow(() => _oracle.Infer(fingerprints.Span[..length])).AsSpan().SequenceEqual(expected[0]))
        {
            throw new InvalidOperationException($"the oracle differs from the reference for {describe(0)}: no result of this run counts");
        }

        for (int k = 0; k < _kernels.Length; k++)
        {
            if (_kernels[k] is not { } kernel)
            {
                continue;
            }

            int[]? batch = NullOnOverflow(() => Infer(kernel, fingerprints.Span, count * labels));
            for (int i = 0; i < count; i++)
            {
                ReadOnlyMemory<sbyte> fingerprint = fingerprints.Slice(i * length, length);
                int[]? actual = batch?[(i * labels)..((i + 1) * labels)] ?? NullOnOverflow(() => Infer(kernel, fingerprint.Span, labels));
                if (!actual.AsSpan().SequenceEqual(expected[i]))
                {
                    string name = describe(i);
                    tally.AddMismatch(k, order + i, () => Locate(kernel, fingerprint.Span, expected[i], actual, name));
                }
            }

            tally.Add(k, count);
        }
    }

    private static int[] Infer(Kernel kernel, ReadOnlySpan<sbyte> fingerprints, int logits)
    {
        var result = new int[logits];
        kernel.Infer(fingerprints, result);
        return result;
    }

    /// <summary>A value beyond 32 bits (possible with several blocks) is a result too: kernel and reference must agree on it.</summary>
    private static int[]? NullOnOverflow(Func<int[]> infer)
    {
        try
        {
            return infer();
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>Feeds every stage with the reference's values, to name the first layer that goes wrong by itself.</summary>
    private KernelMismatch Locate(Kernel kernel, ReadOnlySpan<sbyte> fingerprint, int[]? expectedLogits, int[]? logits, string name)
    {
        if (expectedLogits is null || logits is null)
        {
            return new KernelMismatch(name, _model.Topology.Layers[^1].Name, "label 0", expectedLogits?[0], logits?[0]);
        }

        InferenceTrace trace = _reference.Trace(fingerprint);
        if (_model.Topology.Blocks.Length == 1)
        {
            LayerValues convolution = trace["conv_1/floor8"];
            LayerValues pool = trace["max_pool"];
            LayerValues pointwise = trace["conv_ds_1/pw_conv/floor256"];
            int[] actual = new int[convolution.Shape.Count];
            kernel.Convolution(fingerprint, actual);
            if (FirstDifference(convolution, actual, name) is { } inConvolution)
            {
                return inConvolution;
            }

            actual = new int[pool.Shape.Count];
            kernel.DepthwisePool(convolution.Values.AsSpan(), actual);
            if (FirstDifference(pool, actual, name) is { } inPool)
            {
                return inPool;
            }

            actual = new int[pointwise.Shape.Count];
            kernel.Pointwise(pool.Values.AsSpan(), actual);
            if (FirstDifference(pointwise, actual, name) is { } inPointwise)
            {
                return inPointwise;
            }
        }

        return FirstDifference(trace.Layers[^1], logits, name)!;
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
