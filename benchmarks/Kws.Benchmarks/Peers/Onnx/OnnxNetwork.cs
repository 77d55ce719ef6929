using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>The network as a float32 ONNX model, written so that ONNX Runtime is at its best.</summary>
/// <remarks>
/// Floor divisions are by powers of two: the factors go into the weights before them, exactly, and a Floor remains. Floor and maximum
/// commute, so the second one stands behind the pool. The size of the batch is part of the model, so nothing is left to be found out at
/// run time. All values are exact in float32 as long as logits stay below 2^24, as those of the default model do.
/// </remarks>
internal static class OnnxNetwork
{
    /// <summary>The name of the input: [batch][1][time][frequency].</summary>
    public const string Fingerprints = "fingerprints";

    /// <summary>The name of the output: [batch][label].</summary>
    public const string Logits = "logits";

    /// <summary>The bytes of an .onnx file for a model with one depthwise-separable block.</summary>
    public static byte[] Serialize(KwsModel model, int batch)
    {
        Network network = model.Network;
        ConvolutionSpec first = DsCnn.Specs(network)[0];
        ConvolutionSpec block = DsCnn.Specs(network)[1..].Single();
        ImmutableArray<int>[] tensors = [.. network.Tensors.Select(spec => model[spec])];
        DepthwiseConvolutionLayer depthwise = network.Layers.OfType<DepthwiseConvolutionLayer>().Single();
        var graph = new OnnxGraph();
        graph.Input(Fingerprints, DataType.Float, [batch, 1, network.Input.Time, network.Input.Frequency]);
        graph.Output(Logits, DataType.Float, [batch, network.LabelCount]);

        graph.Constant<float>(
            "conv_w", Scaled(tensors[0], DsCnn.ConvolutionShift), first.Channels, 1, first.KernelTime, first.KernelFrequency);
        graph.Node(
            "Conv", [Fingerprints, "conv_w"], "conv", OnnxGraph.Attribute("strides", [first.StrideTime, first.StrideFrequency]));
        graph.Node("Floor", ["conv"], "conv_floor");

        graph.Constant<float>(
            "dw_w", Scaled(ChannelsFirst(tensors[1], first.Channels), DsCnn.DepthwiseShift), first.Channels, 1, block.KernelTime,
            block.KernelFrequency);
        graph.Node(
            "Conv", ["conv_floor", "dw_w"], "dw", OnnxGraph.Attribute("group", first.Channels),
            OnnxGraph.Attribute(
                "pads", [depthwise.PaddingTime, depthwise.PaddingFrequency, depthwise.PaddingTime, depthwise.PaddingFrequency]));
        graph.Node("GlobalMaxPool", ["dw"], "pool");
        graph.Node("Flatten", ["pool"], "flat");
        graph.Node("Floor", ["flat"], "pool_floor");

        graph.Constant<float>("pw_w", Scaled(tensors[2], DsCnn.PointwiseShift), block.Channels, first.Channels);
        graph.Node("Gemm", ["pool_floor", "pw_w"], "pw", OnnxGraph.Attribute("transB", 1));
        graph.Node("Floor", ["pw"], "pw_floor");

        graph.Constant<float>("fc_w", Scaled(tensors[3], 0), network.LabelCount, block.Channels);
        graph.Constant<float>("fc_b", Scaled(tensors[4], 0), network.LabelCount);
        graph.Node("Gemm", ["pw_floor", "fc_w", "fc_b"], Logits, OnnxGraph.Attribute("transB", 1));
        return graph.Serialize();
    }

    private static float[] Scaled(IEnumerable<int> weights, int shift) => [.. weights.Select(weight => weight / (float)(1 << shift))];

    /// <summary>[time][frequency][channel] to [channel][time][frequency].</summary>
    private static IEnumerable<int> ChannelsFirst(ImmutableArray<int> weights, int channels) =>
        Enumerable.Range(0, channels).SelectMany(channel => weights.Where((_, index) => index % channels == channel));
}
