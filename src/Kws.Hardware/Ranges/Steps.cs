using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>One product of a sum.</summary>
/// <param name="Tap">Which weight of the channel.</param>
/// <param name="Input">Index of the value in the layer's input.</param>
/// <param name="Weight">The weight.</param>
internal readonly record struct Step(int Tap, int Input, int Weight);

/// <summary>The products of every output of a layer, in the order in which the reference adds them.</summary>
internal sealed class Steps
{
    private readonly AccumulatingLayer _layer;
    private readonly ImmutableArray<int> _weights;
    private readonly ImmutableArray<int> _biases;

    public Steps(KwsModel model, AccumulatingLayer layer)
    {
        _layer = layer;
        _weights = model[layer.Weights];
        _biases = layer.Biases is { } biases ? model[biases] : [];
    }

    /// <summary>The most products of a sum.</summary>
    public int PerChannel => _layer.WeightsPerChannel;

    /// <summary>The first summand of an output: its bias.</summary>
    public long Start(int output) => _biases.IsEmpty ? 0 : _biases[output % _layer.Output.Channels];

    /// <summary>Writes the products of an output.</summary>
    /// <returns>The number of products.</returns>
    public int Write(int output, Span<Step> steps)
    {
        (int t, int f, int c) = _layer.Output.PositionOf(output);
        return _layer switch
        {
            IWindowedLayer windowed => Write(windowed, (t, f, c), steps),
            PointwiseConvolutionLayer layer => Write(layer.Input.IndexOf(t, f, 0), c, steps),
            FullyConnectedLayer => Write(0, c, steps),
            _ => throw new NotSupportedException($"{_layer.Name}: unknown kind of layer {_layer.GetType().Name}"),
        };
    }

    /// <summary>The products of neighbouring values of the input.</summary>
    private int Write(int first, int channel, Span<Step> steps)
    {
        for (int k = 0; k < PerChannel; k++)
        {
            steps[k] = new Step(k, first + k, _weights[(channel * PerChannel) + k]);
        }

        return PerChannel;
    }

    /// <summary>The products of the values under a window: of all channels, or of a depthwise convolution's one.</summary>
    private int Write(IWindowedLayer windowed, (int Time, int Frequency, int Channel) output, Span<Step> steps)
    {
        Window window = windowed.Window;
        TensorShape input = _layer.Input;
        bool isDepthwise = _layer is DepthwiseConvolutionLayer;
        int channels = isDepthwise ? 1 : input.Channels;
        int firstTime = (output.Time * window.StrideTime) - windowed.PaddingTime;
        int firstFrequency = (output.Frequency * window.StrideFrequency) - windowed.PaddingFrequency;
        int count = 0;
        for (int tap = 0; tap < PerChannel; tap++)
        {
            int place = tap / channels;
            int time = firstTime + (place / window.KernelFrequency);
            int frequency = firstFrequency + (place % window.KernelFrequency);
            if ((uint)time < input.Time && (uint)frequency < input.Frequency)
            {
                steps[count++] = new Step(
                    tap, input.IndexOf(time, frequency, isDepthwise ? output.Channel : tap % channels),
                    _weights[isDepthwise ? (tap * input.Channels) + output.Channel : (output.Channel * PerChannel) + tap]);
            }
        }

        return count;
    }
}
