using Kws.Analysis.Ranges;
using Kws.Model;
using static Kws.Export.Onnx.TensorProto.Types;

namespace Kws.Export.Onnx;

/// <summary>Writes a model as an ONNX graph that computes the same integers. docs/use/formats.md says how, and why it is exact.</summary>
public static class OnnxExport
{
    /// <summary>The input: int8, [batch][frame][coefficient], values in [-32, 31].</summary>
    public const string Fingerprint = "fingerprint";

    /// <summary>The first output: int32, [batch][label].</summary>
    public const string Logits = "logits";

    /// <summary>The second output: int64, [batch], the index of the largest logit, the lowest one on a tie.</summary>
    public const string Label = "label";

    /// <summary>The bytes of an .onnx file. The same model always gives the same ones.</summary>
    /// <param name="model">The model, of any topology.</param>
    /// <exception cref="NotSupportedException">
    /// With some fingerprint a layer could have a value that does not fit 32 bits (possible with several blocks or enormous biases), or
    /// there is no type in which a layer is exact. The message names the layer and the values.
    /// </exception>
    public static byte[] Serialize(DsCnnModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RefuseOverflow(model);
        DsCnnTopology topology = model.Topology;
        var graph = new OnnxGraph(
            $"Integer DS-CNN, model_size_info {topology}. All values are integers; floating-point types hold them exactly.");
        graph.Input(
            Fingerprint, DataType.Int8, [null, topology.Input.Time, topology.Input.Frequency], "[batch][frame][coefficient], -32 to 31");

        var network = new OnnxLayers(graph, model);
        foreach (LayerRanges bounds in ProvenRanges.OfAnyWeights(topology, biases: ValueRange.Word))
        {
            network.Add(bounds.Layer, Sums(bounds));
        }

        graph.Cast(topology.Layers[^1].Name, DataType.Int32, Logits);
        graph.Output(Logits, DataType.Int32, [null, topology.LabelCount], "[batch][label]");
        graph.Node("ArgMax", [Logits], Label, OnnxGraph.Attribute("axis", 1), OnnxGraph.Attribute("keepdims", 0));
        graph.Output(Label, DataType.Int64, [null], "the index of the largest logit, the lowest one on a tie");
        graph.Metadata("model_size_info", topology.ToString());
        graph.Metadata("labels", string.Join('\n', model.Labels));
        return graph.Serialize();
    }

    /// <summary>A range as <c>-15,872 to 16,384</c>.</summary>
    internal static string Text(ValueRange range) => FormattableString.Invariant($"{range.Least:N0} to {range.Greatest:N0}");

    /// <summary>The network is defined for values of 32 bits: beyond them the reference refuses, and a graph could not.</summary>
    private static void RefuseOverflow(DsCnnModel model)
    {
        if (ProvenRanges.IntervalsOf(model).FirstOrDefault(layer => !ValueRange.Word.Contains(Sums(layer))) is { } overflow)
        {
            throw new NotSupportedException(
                $"{overflow.Layer.Name}: values may lie anywhere from {Text(Sums(overflow))}, expected such as fit 32 bits");
        }
    }

    /// <summary>A layer's values, and all sums on the way to one.</summary>
    private static ValueRange Sums(LayerRanges layer) => layer[Quantity.Sum] ?? layer[Quantity.Output]!.Value;
}
