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
        _weights = [.. _layers.Select(layer => layer.Weights is { } spec ? ImmutableCollectionsMarshal.AsArray(model[spec])! : [])];
        _biases = ImmutableCollectionsMarshal.AsArray(model[_layers[^1].Biases!])!;
        _fingerprint = fingerprint;
        _input = new int[fingerprint.Length];
        _outputs = [.. _layers.Select(layer => new int[layer.Output.Count])];
        _patch = new int[model.Network.Convolution.KernelTime * model.Network.Convolution.KernelFrequency];
        _sums = new long[model.Network.Convolution.Channels];
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
        ScalarLayers.Convolution(_layers[0], _weights[0], _input, _outputs[0], _patch);
        ScalarLayers.FloorDivision(_layers[1], _outputs[0]);
    }

    public override void DepthwisePool()
    {
        ScalarLayers.DepthwiseConvolution(_layers[2], _weights[2], _outputs[0], _outputs[2], _sums);
        ScalarLayers.FloorDivision(_layers[3], _outputs[2]);
        ScalarLayers.GlobalMaxPool(_layers[4], _outputs[2], _outputs[4]);
    }

    public override void Pointwise()
    {
        ScalarLayers.PointwiseConvolution(_layers[5], _weights[5], _outputs[4], _outputs[5]);
        ScalarLayers.FloorDivision(_layers[6], _outputs[5]);
    }

    public override void FullyConnected() => ScalarLayers.FullyConnected(_layers[7], _weights[7], _biases, _outputs[5], _outputs[7]);

    public override int[] Logits() => [.. _outputs[7]];
}
