using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Analysis.Ranges;

/// <summary>One product of a sum.</summary>
/// <param name="Tap">Which weight of the channel.</param>
/// <param name="Input">Index of the value in the layer's input.</param>
/// <param name="Weight">The weight.</param>
internal readonly record struct Step(int Tap, int Input, int Weight);

/// <summary>The products of every output of a layer, in the order in which the reference adds them.</summary>
internal sealed class Steps
{
    private readonly Layer _layer;
    private readonly ImmutableArray<int> _weights;
    private readonly ImmutableArray<int> _biases;

    public Steps(KwsModel model, Layer layer)
    {
        _layer = layer;
        _weights = model[layer.Weights!];
        _biases = layer.Biases is { } biases ? model[biases] : [];
        PerChannel = layer.Weights!.Count / layer.Output.Channels;
    }

    /// <summary>The most products of a sum.</summary>
    public int PerChannel { get; }

    /// <summary>What the sum of an output begins with.</summary>
    public long Start(int output) => _biases.IsEmpty ? 0 : _biases[output];

    /// <summary>Writes the products of an output.</summary>
    /// <returns>How many there are.</returns>
    public int Write(int output, Span<Step> steps)
    {
        (int t, int f, int c) = _layer.Output.PositionOf(output);
        TensorShape input = _layer.Input;
        ConvolutionSpec window = _layer.Window;
        bool isDepthwise = _layer.Kind == LayerKind.DepthwiseConvolution;
        if (!isDepthwise && _layer.Kind != LayerKind.Convolution)
        {
            for (int k = 0; k < input.Channels; k++)
            {
                steps[k] = new Step(k, input.IndexOf(t, f, k), _weights[(c * input.Channels) + k]);
            }

            return input.Channels;
        }

        int count = 0;
        for (int tap = 0; tap < PerChannel; tap++)
        {
            int time = (t * window.StrideTime) + (tap / window.KernelFrequency) - _layer.PaddingTime;
            int frequency = (f * window.StrideFrequency) + (tap % window.KernelFrequency) - _layer.PaddingFrequency;
            if ((uint)time < input.Time && (uint)frequency < input.Frequency)
            {
                steps[count++] = new Step(
                    tap, input.IndexOf(time, frequency, isDepthwise ? c : 0),
                    _weights[isDepthwise ? (tap * input.Channels) + c : (c * PerChannel) + tap]);
            }
        }

        return count;
    }
}
