using System.Runtime.InteropServices;
using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Benchmarks.Stages;

/// <summary>The stages of <see cref="ScalarKernel"/> for a model with one depthwise-separable block.</summary>
internal sealed class ScalarStages : KernelStages
{
    private readonly Layer[] _layers;
    private readonly int[][] _weights;
    private readonly int[] _biases;
    private readonly sbyte[] _fingerprint;
    private readonly int[] _input;
    private readonly int[][] _outputs;
    private readonly int[] _patch;
    private readonly long[] _sums;

    public ScalarStages(KwsModel model, sbyte[] fingerprint)
    {
        _layers = [.. model.Network.Layers];
        _weights =
            [.. _layers.Select(layer => layer is AccumulatingLayer sums ? ImmutableCollectionsMarshal.AsArray(model[sums.Weights])! : [])];
        _biases = ImmutableCollectionsMarshal.AsArray(model[((AccumulatingLayer)_layers[^1]).Biases!])!;
        _fingerprint = fingerprint;
        _input = new int[fingerprint.Length];
        _outputs = [.. _layers.Select(layer => new int[layer.Output.Count])];
        _patch = new int[((ConvolutionLayer)_layers[0]).WeightsPerChannel];
        _sums = new long[_layers[0].Output.Channels];
    }

    public override void InputTransform()
    {
        if (_fingerprint.AsSpan().ContainsAnyExceptInRange((sbyte)SixBit.Min, (sbyte)SixBit.Max))
        {
            throw new InvalidOperationException("a value is out of range");
        }

        for (int i = 0; i < _fingerprint.Length; i++)
        {
            _input[i] = _fingerprint[i];
        }
    }

    // A floor division works in place, on the output of the layer before it.
    public override void Convolution()
    {
        ScalarConvolution.Run((ConvolutionLayer)_layers[0], _weights[0], [], _input, _outputs[0], _patch, fits32Bits: true);
        ScalarRequantization.Run((RequantizationLayer)_layers[1], _outputs[0]);
    }

    public override void DepthwisePool()
    {
        ScalarDepthwiseConvolution.Run((DepthwiseConvolutionLayer)_layers[2], _weights[2], [], _outputs[0], _outputs[2], _sums);
        ScalarRequantization.Run((RequantizationLayer)_layers[3], _outputs[2]);
        ScalarMaxPool.Run((MaxPoolLayer)_layers[4], _outputs[2], _outputs[4]);
    }

    public override void Pointwise()
    {
        ScalarPointwiseConvolution.Run((PointwiseConvolutionLayer)_layers[5], _weights[5], [], _outputs[4], _outputs[5]);
        ScalarRequantization.Run((RequantizationLayer)_layers[6], _outputs[5]);
    }

    public override void FullyConnected() =>
        ScalarFullyConnected.Run((FullyConnectedLayer)_layers[7], _weights[7], _biases, _outputs[5], _outputs[7]);

    public override int[] Logits() => [.. _outputs[7]];
}
