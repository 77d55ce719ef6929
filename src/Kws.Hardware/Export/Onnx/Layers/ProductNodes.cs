using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>The operators that multiply: Conv and Gemm, ConvInteger and MatMulInteger, and MatMul of int32 and doubles.</summary>
internal static class ProductNodes
{
    /// <summary>Adds a convolution of float32 or bytes, with the biases of the layer.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The range of its input.</param>
    /// <param name="weights">The weights, [out][in][time][frequency].</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="attributes">The attributes of Conv, which are those of ConvInteger.</param>
    public static string Convolution(
        OnnxLayers to, AccumulatingLayer layer, ValueRange input, IEnumerable<int> weights, long[] shape,
        params AttributeProto[] attributes) => to.IsInteger
        ? to.AddBiases(
            layer,
            name => ByteOperands.Product(
                to.Graph, "ConvInteger", ByteOperands.Values(to.Graph, layer.Name, to.Values, input),
                ByteOperands.Weights(to.Graph, layer.Name, weights, shape), name, attributes),
            layer.Output.Channels, 1, 1)
        : to.Graph.Node(
            "Conv", [to.Values, to.Weights(layer.Name, weights, shape), .. to.Biases(layer)], layer.Name, attributes);

    /// <summary>Adds values [batch][in] times weights [out][in], plus biases.</summary>
    public static string FullyConnected(OnnxLayers to, AccumulatingLayer layer, string values, ValueRange input)
    {
        (long inputs, long outputs) = (layer.WeightsPerChannel, layer.Output.Channels);
        if (!to.IsWide)
        {
            return to.Graph.Node(
                "Gemm", [values, to.Weights(layer.Name, to.WeightsOf(layer), outputs, inputs), .. to.Biases(layer)], layer.Name,
                OnnxGraph.Attribute("transB", 1));
        }

        // [out][in] to [in][out].
        int[] weights = [.. to.WeightsOf(layer)];
        IEnumerable<int> columns = Enumerable.Range(0, weights.Length)
            .Select(i => weights[(i % outputs * inputs) + (i / outputs)]);
        return to.AddBiases(
            layer,
            name => to.IsInteger
                ? ByteOperands.Product(
                    to.Graph, "MatMulInteger", ByteOperands.Values(to.Graph, layer.Name, values, input),
                    ByteOperands.Weights(to.Graph, layer.Name, columns, inputs, outputs), name)
                : to.Graph.Node("MatMul", [values, to.Weights(layer.Name, columns, inputs, outputs)], name),
            outputs);
    }
}
