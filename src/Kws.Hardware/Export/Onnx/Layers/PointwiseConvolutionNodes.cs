using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>
/// Pointwise convolutions as a convolution, and as a product of matrices where time and frequency are gone or values are wide.
/// </summary>
internal static class PointwiseConvolutionNodes
{
    public static string Add(OnnxLayers to, PointwiseConvolutionLayer layer, ValueRange input)
    {
        if (to.IsFlat)
        {
            return ProductNodes.FullyConnected(to, layer, to.Values, input);
        }

        (int inputs, int outputs) = (layer.Input.Channels, layer.Output.Channels);
        return to.IsWide && !to.IsInteger
            ? to.AddBiases(layer, name => Wide(to, layer, name), outputs, 1, 1)
            : ProductNodes.Convolution(to, layer, input, to.WeightsOf(layer), [outputs, inputs, 1, 1]);
    }

    /// <summary>[out][in] by [in][position].</summary>
    private static string Wide(OnnxLayers to, PointwiseConvolutionLayer layer, string name)
    {
        TensorShape output = layer.Output;
        string columns = to.Graph.Node(
            "Reshape", [to.Values, to.Graph.List($"{layer.Name}/columns/shape", 0, layer.Input.Channels, -1)], $"{layer.Name}/columns");
        string product = to.Graph.Node(
            "MatMul", [to.Weights(layer.Name, to.WeightsOf(layer), output.Channels, layer.Input.Channels), columns],
            $"{layer.Name}/product");
        string shape = to.Graph.List($"{layer.Name}/shape", 0, output.Channels, output.Time, output.Frequency);
        return to.Graph.Node("Reshape", [product, shape], name);
    }
}
