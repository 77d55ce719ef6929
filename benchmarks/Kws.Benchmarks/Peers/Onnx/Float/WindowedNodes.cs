using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>Convolutions and pools.</summary>
internal static class WindowedNodes
{
    public static string Add(FloatGraph to, FloatConvolutionLayer layer)
    {
        (int inputs, int outputs) = (layer.Input.Channels, layer.Output.Channels);

        // [tap][input][output] to [output][input][tap].
        return Convolution(to, layer, layer.Window, 1, (output, input, tap) => (((tap * inputs) + input) * outputs) + output);
    }

    public static string Add(FloatGraph to, FloatDepthwiseConvolutionLayer layer)
    {
        int channels = layer.Output.Channels;

        // [tap][channel] to [channel][1][tap].
        return Convolution(to, layer, layer.Window, channels, (channel, _, tap) => (tap * channels) + channel);
    }

    public static string Add(FloatGraph to, FloatAveragePoolLayer layer) =>
        to.Graph.Node("AveragePool", [to.Values], layer.Name, Attributes(layer.Window, layer));

    private static string Convolution(
        FloatGraph to, FloatSumLayer layer, Window window, int groups, Func<int, int, int, int> place)
    {
        (int inputs, int outputs, int taps) = (layer.Input.Channels / groups, layer.Output.Channels, window.Taps);
        string weights = to.Weights(
            $"{layer.Name}/w", [outputs, inputs, window.KernelTime, window.KernelFrequency],
            i => layer.Weights[place(i / (inputs * taps), i / taps % inputs, i % taps)]);
        string biases = to.Weights($"{layer.Name}/b", [outputs], i => layer.Biases[i]);
        return to.Graph.Node(
            "Conv", [to.Values, weights, biases], layer.Name,
            [.. Attributes(window, layer), OnnxGraph.Attribute("group", groups)]);
    }

    private static AttributeProto[] Attributes(Window window, FloatLayer layer)
    {
        (TensorShape input, TensorShape output) = (layer.Input, layer.Output);
        (int top, int left) = window.Padding == Padding.Same ? (window.PaddingTime(input), window.PaddingFrequency(input)) : (0, 0);
        return
        [
            OnnxGraph.Attribute("kernel_shape", [window.KernelTime, window.KernelFrequency]),
            OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]),
            OnnxGraph.Attribute(
                "pads",
                [
                    top, left,
                    After(output.Time, window.StrideTime, window.KernelTime, top, input.Time),
                    After(output.Frequency, window.StrideFrequency, window.KernelFrequency, left, input.Frequency),
                ]),
        ];
    }

    /// <summary>The positions that the last window covers after the last value.</summary>
    private static long After(int places, int stride, int kernel, int before, int length) =>
        Math.Max(((places - 1) * stride) + kernel - before - length, 0);
}
