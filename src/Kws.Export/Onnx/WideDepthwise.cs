using System.Collections.Immutable;
using Kws.Model;
using static Kws.Export.Onnx.TensorProto.Types;

namespace Kws.Export.Onnx;

/// <summary>
/// A depthwise convolution of doubles, which ONNX Runtime does not have: for each place of the kernel the inputs that it meets, times its
/// weights, and the sum of all.
/// </summary>
internal static class WideDepthwise
{
    public static string Add(OnnxGraph graph, Layer layer, ImmutableArray<int> weights, string values)
    {
        ConvolutionSpec window = layer.Window;
        var padding = new Padding(layer);
        string padded = graph.Node(
            "Pad", [values, graph.List($"{layer.Name}/pads", [0, 0, .. padding.Before, 0, 0, .. padding.After])], $"{layer.Name}/padded");
        string axes = graph.List($"{layer.Name}/axes", 2, 3);
        string steps = graph.List($"{layer.Name}/steps", window.StrideTime, window.StrideFrequency);
        var products = new List<string>();
        for (int time = 0; time < window.KernelTime; time++)
        {
            for (int frequency = 0; frequency < window.KernelFrequency; frequency++)
            {
                string tap = $"{layer.Name}/tap_{time}_{frequency}";
                string starts = graph.List($"{tap}/starts", time, frequency);
                string ends = graph.List(
                    $"{tap}/ends",
                    time + ((layer.Output.Time - 1) * window.StrideTime) + 1,
                    frequency + ((layer.Output.Frequency - 1) * window.StrideFrequency) + 1);
                string slice = graph.Node("Slice", [padded, starts, ends, axes, steps], $"{tap}/slice");
                sbyte[] channels = [.. weights
                    .Skip(products.Count * window.Channels).Take(window.Channels).Select(value => (sbyte)value)];
                string name = graph.Constant<sbyte>($"{tap}/weights", channels, window.Channels, 1, 1);
                products.Add(graph.Node("Mul", [slice, graph.Cast(name, DataType.Double, $"{name}/cast")], tap));
            }
        }

        return graph.Node("Sum", [.. products], layer.Name);
    }
}
