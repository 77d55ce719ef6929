using Kws.Hardware.Ranges;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

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
    /// <param name="model">The model, of any network.</param>
    /// <param name="operators">The set of operators.</param>
    /// <param name="form">The operators of products.</param>
    /// <param name="noteDoubles">
    /// Called with one line for each layer that is computed in doubles: its name and why. There are none in the integer form.
    /// </param>
    /// <exception cref="NotSupportedException">
    /// With some fingerprint a layer could have a value that does not fit 32 bits (possible with several blocks or enormous biases), or
    /// there is no type in which a layer is exact, or the operands of a layer do not fit the 8 bits of the integer form. The message names
    /// the layer and the values.
    /// </exception>
    public static byte[] Serialize(
        KwsModel model, OnnxOperatorSet operators = OnnxOperatorSet.Version18, OnnxForm form = OnnxForm.FloatingPoint,
        Action<string>? noteDoubles = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        RefuseOverflow(model);
        Network network = model.Network;
        string? modelSizeInfo = DsCnn.ModelSizeInfo(network);
        string kind = modelSizeInfo is null ? "Integer network" : $"Integer DS-CNN, model_size_info {modelSizeInfo}";
        var graph = new OnnxGraph(
            form == OnnxForm.Integers
                ? $"{kind}. All values are integers."
                : $"{kind}. All values are integers; floating-point types hold them exactly.",
            operators);
        graph.Input(
            Fingerprint, DataType.Int8,
            network.Input.Channels == 1
                ? [null, network.Input.Time, network.Input.Frequency]
                : [null, network.Input.Time, network.Input.Frequency, network.Input.Channels],
            FormattableString.Invariant($"[batch][frame][coefficient], {network.MinInput} to {network.MaxInput}"));

        var layers = new OnnxLayers(graph, model, form, noteDoubles ?? (_ => { }));
        foreach (LayerBounds bounds in LayerBounds.Of(model, _ => ValueRange.Word))
        {
            layers.Add(bounds);
        }

        string last = network.Layers[^1].Name;
        graph.Cast(layers.IsFlat ? last : FlatLogits(graph, last, network), DataType.Int32, Logits);
        graph.Output(Logits, DataType.Int32, [null, network.LabelCount], "[batch][label]");
        graph.Node("ArgMax", [Logits], Label, OnnxGraph.Attribute("axis", 1), OnnxGraph.Attribute("keepdims", 0));
        graph.Output(Label, DataType.Int64, [null], "the index of the largest logit, the lowest one on a tie");
        if (modelSizeInfo is not null)
        {
            graph.Metadata("model_size_info", modelSizeInfo);
        }

        graph.Metadata("labels", string.Join('\n', model.Labels));
        return graph.Serialize();
    }

    /// <summary>Logits in the order [time][frequency][channel].</summary>
    private static string FlatLogits(OnnxGraph graph, string values, Network network) => graph.Node(
        "Reshape",
        [graph.Node("Transpose", [values], $"{Logits}/channels_last", OnnxGraph.Attribute("perm", [0, 2, 3, 1])),
            graph.List($"{Logits}/shape", 0, network.LabelCount)],
        $"{Logits}/flat");

    /// <summary>A range as <c>-15,872 to 16,384</c>.</summary>
    internal static string Text(ValueRange range) => FormattableString.Invariant($"{range.Least:N0} to {range.Greatest:N0}");

    /// <summary>The network is defined for values of 32 bits: beyond them the reference refuses, and a graph could not.</summary>
    private static void RefuseOverflow(KwsModel model)
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
