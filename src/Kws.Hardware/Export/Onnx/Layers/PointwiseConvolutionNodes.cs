using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Pointwise convolutions as Conv, as Gemm where time and frequency are gone, and of doubles as a product of matrices.</summary>
internal static class PointwiseConvolutionNodes
{
    public static string Add(OnnxLayers to, PointwiseConvolutionLayer layer)
    {
        if (to.IsFlat)
        {
            return FullyConnectedNodes.Gemm(to, layer, to.Values);
        }

        (int inputs, int outputs) = (layer.Input.Channels, layer.Output.Channels);
        return to.IsWide
            ? to.AddBiases(layer, name => Wide(to, layer, name))
            : to.Graph.Node(
                "Conv", [to.Values, to.Weights(layer, to.WeightsOf(layer), outputs, inputs, 1, 1), .. to.Biases(layer)], layer.Name);
    }

    /// <summary>[out][in] by [in][position].</summary>
    private static string Wide(OnnxLayers to, PointwiseConvolutionLayer layer, string name)
    {
        TensorShape output = layer.Output;
        string columns = to.Graph.Node(
            "Reshape", [to.Values, to.Graph.List($"{layer.Name}/columns/shape", 0, layer.Input.Channels, -1)], $"{layer.Name}/columns");
        string product = to.Graph.Node(
            "MatMul", [to.Weights(layer, to.WeightsOf(layer), output.Channels, layer.Input.Channels), columns], $"{layer.Name}/product");
        string shape = to.Graph.List($"{layer.Name}/shape", 0, output.Channels, output.Time, output.Frequency);
        return to.Graph.Node("Reshape", [product, shape], name);
    }
}
