using System.Buffers;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Every network on every processor, without vector code of its own.</summary>
/// <remarks>
/// Sums are 64-bit and checked when they are narrowed, as in the reference, since deep networks can exceed 32 bits. Faster than the
/// reference because window bounds leave the inner loops, which run over neighbouring numbers.
/// </remarks>
internal sealed partial class ScalarKernel : Kernel
{
    private readonly Network _network;
    private readonly int[][] _weights;
    private readonly int[][] _biases;
    private readonly ScalarRecurrentLayer?[] _recurrent;
    private readonly int _largestLayer;
    private readonly int _largestPatch;
    private readonly int _mostChannels;

    public ScalarKernel(KwsModel model)
    {
        _network = model.Network;
        _weights = [.. _network.Layers.Select(layer => Values((layer as AccumulatingLayer)?.Weights))];
        _biases = [.. _network.Layers.Select(layer => Values((layer as AccumulatingLayer)?.Biases))];
        _recurrent = [.. _network.Layers.Select(layer => layer is RecurrentLayer some ? ScalarRecurrentLayer.Of(some, model) : null)];
        _mostChannels = _network.Layers.Max(layer => layer.Input.Channels);
        _largestLayer = _network.Layers.Max(layer => Math.Max(layer.Input.Count, layer.Output.Count));
        _largestPatch = _network.Layers.OfType<ConvolutionLayer>().Select(layer => layer.WeightsPerChannel).DefaultIfEmpty().Max();

        int[] Values(TensorSpec? spec) => spec is null ? [] : ImmutableCollectionsMarshal.AsArray(model[spec])!;
    }

    /// <summary>Two layers, the values under one kernel of the convolution, and an aligned 64-bit sum for every channel.</summary>
    private int BufferSize => SumsOffset + (2 * _mostChannels);

    private int SumsOffset => ((2 * _largestLayer) + _largestPatch + 1) & ~1;

    public override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        int length = _network.Input.Count;
        int labels = _network.LabelCount;
        int count = logits.Length / labels;
        int[] buffer = ArrayPool<int>.Shared.Rent(BufferSize);
        try
        {
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<sbyte> fingerprint = fingerprints.Slice(i * length, length);
                if (!IsInRange(fingerprint))
                {
                    return i;
                }

                Widen(fingerprint, buffer);
                Run(Range.All, buffer, logits.Slice(i * labels, labels));
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(buffer);
        }

        return count;
    }

    private bool IsInRange(ReadOnlySpan<sbyte> fingerprint) =>
        !fingerprint.ContainsAnyExceptInRange((sbyte)_network.MinInput, (sbyte)_network.MaxInput);

    /// <summary>Runs some layers, from one half of the buffer to the other and back.</summary>
    /// <param name="layers">Which.</param>
    /// <param name="buffer"><see cref="BufferSize"/> integers; the input of the first layer stands at its beginning.</param>
    /// <param name="output">Receives the output of the last layer.</param>
    private void Run(Range layers, Span<int> buffer, Span<int> output)
    {
        Span<int> input = buffer[.._largestLayer];
        Span<int> next = buffer.Slice(_largestLayer, _largestLayer);
        Span<int> patch = buffer.Slice(2 * _largestLayer, _largestPatch);
        Span<long> sums = MemoryMarshal.Cast<int, long>(buffer.Slice(SumsOffset, 2 * _mostChannels));
        (int first, int count) = layers.GetOffsetAndLength(_network.Layers.Length);
        for (int i = first; i < first + count; i++)
        {
            (int[] weights, int[] biases) = (_weights[i], _biases[i]);
            switch (_network.Layers[i])
            {
                case ConvolutionLayer layer:
                    // The values of a fingerprint and weights have 8 bits at most: 2^16 products fit 32 bits.
                    bool fits32Bits = i == 0 && layer.WeightsPerChannel <= 1 << 16 && biases.Length == 0;
                    ScalarConvolution.Run(layer, weights, biases, input, next, patch[..layer.WeightsPerChannel], fits32Bits);
                    break;
                case DepthwiseConvolutionLayer layer:
                    ScalarDepthwiseConvolution.Run(layer, weights, biases, input, next, sums[..layer.Input.Channels]);
                    break;
                case PointwiseConvolutionLayer layer:
                    ScalarPointwiseConvolution.Run(layer, weights, biases, input, next);
                    break;
                case FullyConnectedLayer layer:
                    ScalarFullyConnected.Run(layer, weights, biases, input, next);
                    break;
                case MaxPoolLayer layer:
                    ScalarMaxPool.Run(layer, input, next);
                    break;
                case AveragePoolLayer layer:
                    ScalarAveragePool.Run(layer, input, next, sums[..layer.Input.Channels]);
                    break;
                case RecurrentLayer layer:
                    _recurrent[i]!.Run(input[..layer.Input.Count], next[..layer.Output.Count]);
                    break;
                case LastFrameLayer layer:
                    ScalarLastFrame.Run(layer, input, next);
                    break;
                case RequantizationLayer layer:
                    ScalarRequantization.Run(layer, input);
                    continue;
                case var layer:
                    throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}");
            }

            Span<int> previous = input;
            input = next;
            next = previous;
        }

        input[..output.Length].CopyTo(output);
    }

    private static void Widen(ReadOnlySpan<sbyte> fingerprint, Span<int> values)
    {
        for (int i = 0; i < fingerprint.Length; i++)
        {
            values[i] = fingerprint[i];
        }
    }
}
