using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Convolutions; of int32 and doubles as one product of matrices for each place of the kernel, since ONNX Runtime has no other.
/// </summary>
internal static class ConvolutionNodes
{
    /// <summary>The most products of matrices in the graph for one layer.</summary>
    private const int MostProducts = 1024;

    public static string Add(OnnxLayers to, ConvolutionLayer layer, ValueRange input)
    {
        Window window = layer.Window;
        int inputs = layer.Input.Channels;
        int outputs = layer.Output.Channels;
        ImmutableArray<int> weights = to.WeightsOf(layer);
        if (to.IsWide && !to.IsInteger)
        {
            return to.AddBiases(layer, name => Wide(to, layer, name), outputs, 1, 1);
        }

        // [out][time][frequency][in] to [out][in][time][frequency].
        IEnumerable<int> channelsFirst = Enumerable.Range(0, outputs * inputs).SelectMany(pair => Enumerable.Range(0, window.Taps).Select(
            place => weights[(((pair / inputs * window.Taps) + place) * inputs) + (pair % inputs)]));
        return ProductNodes.Convolution(
            to, layer, input, channelsFirst, [outputs, inputs, window.KernelTime, window.KernelFrequency],
            [OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]), .. new Pads(layer, layer).Attributes]);
    }

    private static string Wide(OnnxLayers to, ConvolutionLayer layer, string name)
    {
        if (layer.Window.Taps > MostProducts)
        {
            string tooMany = FormattableString.Invariant($"{layer.Window.Taps:N0} positions, expected at most {MostProducts:N0}");
            throw new NotSupportedException($"{layer.Name}: its sums are too large for float32 and its kernel has {tooMany}");
        }

        (int inputs, int outputs, int taps) = (layer.Input.Channels, layer.Output.Channels, layer.Window.Taps);
        ImmutableArray<int> weights = to.WeightsOf(layer);
        string columns = to.Graph.List($"{layer.Name}/columns/shape", 0, inputs, -1);
        string[] products = new WindowSlices(to.Graph, layer, layer, to.Values).Select((place, tap, slice) =>
        {
            IEnumerable<int> matrix = Enumerable.Range(0, outputs * inputs)
                .Select(pair => weights[(((pair / inputs * taps) + place) * inputs) + (pair % inputs)]);
            return to.Graph.Node(
                "MatMul", [to.Weights(tap, matrix, outputs, inputs), to.Graph.Node("Reshape", [slice, columns], $"{tap}/columns")], tap);
        });
        string sum = to.Graph.Sum(products, $"{layer.Name}/columns/sum");
        string shape = to.Graph.List($"{layer.Name}/shape", 0, outputs, layer.Output.Time, layer.Output.Frequency);
        return to.Graph.Node("Reshape", [sum, shape], name);
    }
}
