using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx.Layers;
using Kws.Hardware.Ranges;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// Adds layer after layer to a graph. Values are [batch][channel][time][frequency], or [batch][channel] where time and frequency are gone.
/// Each layer has the first type that holds every number on the way to its values: float32, in which integers up to 2^24 are exact, and so
/// is every sum of them in any order; int32; double.
/// </summary>
internal sealed class OnnxLayers
{
    /// <summary>Integers up to here are exact in float32.</summary>
    public const long ExactInFloat = 1L << 24;

    private const long ExactInDouble = 1L << 53;

    private readonly KwsModel _model;
    private readonly Action<string> _noteDoubles;
    private string? _gateTable;

    /// <param name="graph">The graph.</param>
    /// <param name="model">The model.</param>
    /// <param name="form">The operators of products.</param>
    /// <param name="noteDoubles">Takes a line for each layer that is computed in doubles.</param>
    public OnnxLayers(OnnxGraph graph, KwsModel model, OnnxForm form, Action<string> noteDoubles)
    {
        (Graph, _model, IsInteger, _noteDoubles) = (graph, model, form == OnnxForm.Integers, noteDoubles);
        string input = model.Network.Input.Channels == 1
            ? graph.Node("Unsqueeze", [OnnxExport.Fingerprint, graph.List("fingerprint/axes", 1)], "fingerprint/channel")
            : graph.Node("Transpose", [OnnxExport.Fingerprint], "fingerprint/channel", OnnxGraph.Attribute("perm", [0, 3, 1, 2]));
        Type = IsInteger ? DataType.Int32 : DataType.Float;
        Values = graph.Cast(input, Type, InferenceTrace.InputName);
    }

    public OnnxGraph Graph { get; }

    /// <summary>True if products are ConvInteger and MatMulInteger.</summary>
    public bool IsInteger { get; }

    /// <summary>The name of the output of the layer added last; while a layer is added, its input in its type.</summary>
    public string Values { get; private set; }

    /// <summary>The type of values.</summary>
    public DataType Type { get; private set; }

    /// <summary>True if values have a type of which ONNX Runtime has no Conv, Gemm or MaxPool.</summary>
    public bool IsWide => Type != DataType.Float;

    /// <summary>True if values are [batch][channel].</summary>
    public bool IsFlat { get; private set; }

    /// <summary>Adds a layer.</summary>
    /// <param name="bounds">The layer and its bounds.</param>
    public void Add(LayerBounds bounds)
    {
        Layer layer = bounds.Layer;
        DataType type = TypeOf(bounds);
        if (type != Type)
        {
            Values = Graph.Cast(Values, type, $"{layer.Name}/input");
            Type = type;
        }

        if (IsFlat && layer is IWindowedLayer && !IsGlobalPool(layer))
        {
            Values = Graph.Node("Unsqueeze", [Values, Graph.List($"{layer.Name}/places", 2, 3)], $"{layer.Name}/unflattened");
            IsFlat = false;
        }

        ValueRange input = ValueRange.Union(bounds.Input);
        _ = layer switch
        {
            ConvolutionLayer convolution => ConvolutionNodes.Add(this, convolution, input),
            DepthwiseConvolutionLayer depthwise => DepthwiseConvolutionNodes.Add(this, depthwise, input),
            PointwiseConvolutionLayer pointwise => PointwiseConvolutionNodes.Add(this, pointwise, input),
            FullyConnectedLayer fullyConnected => FullyConnectedNodes.Add(this, fullyConnected, input),
            RequantizationLayer requantization => RequantizationNodes.Add(this, requantization, input),
            MaxPoolLayer pool => MaxPoolNodes.Add(this, pool),
            AveragePoolLayer pool => AveragePoolNodes.Add(this, pool, input),
            LstmLayer lstm => LstmNodes.Add(this, lstm, bounds.Input),
            GruLayer gru => GruNodes.Add(this, gru, bounds.Input),
            LastFrameLayer last => LastFrameNodes.Add(this, last),
            _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
        };
        string what = layer is RecurrentLayer ? "every output" : "every value and every sum on the way to it";
        Graph.Describe($"{layer.Output}; {what} is from {OnnxExport.Text(ValueRange.Union(bounds.Sums))}");
        IsFlat |= layer is FullyConnectedLayer || IsGlobalPool(layer);
        Values = layer.Name;
        Graph.Value(
            layer.Name, Type,
            IsFlat ? [null, layer.Output.Channels] : [null, layer.Output.Channels, layer.Output.Time, layer.Output.Frequency]);
    }

    /// <summary>True for a pool of all of its input.</summary>
    public static bool IsGlobalPool(Layer layer) =>
        layer is MaxPoolLayer or AveragePoolLayer && layer is IWindowedLayer { Window: { Padding: Padding.Valid } window }
        && (window.KernelTime, window.KernelFrequency) == (layer.Input.Time, layer.Input.Frequency);

    /// <summary>Adds weights as int8 and a cast; returns the name of the cast.</summary>
    public string Weights(string owner, IEnumerable<int> values, params long[] shape)
    {
        sbyte[] bytes = [.. values.Select(value => (sbyte)value)];
        string name = Graph.Constant<sbyte>($"{owner}/weights", bytes, shape);
        return Graph.Cast(name, Type, $"{name}/cast");
    }

    /// <summary>The values of a layer's weights.</summary>
    public ImmutableArray<int> WeightsOf(AccumulatingLayer layer) => ValuesOf(layer.Weights);

    /// <summary>The values of a tensor.</summary>
    public ImmutableArray<int> ValuesOf(TensorSpec spec) => _model[spec];

    /// <summary>The ranges inside a recurrent layer of this model.</summary>
    public ImmutableArray<InsideRange> InsideOf(RecurrentLayer layer, ImmutableArray<ValueRange> input) =>
        StepRanges.InsideOf(_model, layer, input);

    /// <summary>The name of the table of gates, which all recurrent layers share.</summary>
    public string GateTable() => _gateTable ??= GateTableNodes.Add(Graph);

    /// <summary>Adds biases as int32 and a cast where values are no int32, if the layer has some; the name of it, or nothing.</summary>
    public string[] Biases(AccumulatingLayer layer, params long[] shape)
    {
        if (layer.Biases is not { } spec)
        {
            return [];
        }

        ImmutableArray<int> values = _model[spec];
        string name = Graph.Constant($"{layer.Name}/biases", values.AsSpan(), shape.Length == 0 ? [values.Length] : shape);
        return [Type == DataType.Int32 ? name : Graph.Cast(name, Type, $"{name}/cast")];
    }

    /// <summary>Adds a layer's biases of a shape, where it has some, to sums; the result has the layer's name.</summary>
    public string AddBiases(AccumulatingLayer layer, Func<string, string> addSums, params long[] shape)
    {
        if (layer.Biases is null)
        {
            return addSums(layer.Name);
        }

        string sums = addSums($"{layer.Name}/sums");
        return Graph.Node("Add", [sums, .. Biases(layer, shape)], layer.Name);
    }

    /// <summary>The type in which a layer is exact.</summary>
    private DataType TypeOf(LayerBounds bounds)
    {
        Layer layer = bounds.Layer;
        ValueRange Steps(DataType type) => StepRanges.Of(_model, bounds, type);
        bool IsExact(DataType type, long least, long greatest) => new ValueRange(least, greatest).Contains(Steps(type));
        if (!IsInteger && layer is not RecurrentLayer && IsExact(DataType.Float, -ExactInFloat, ExactInFloat))
        {
            return DataType.Float;
        }

        if (IsExact(DataType.Int32, int.MinValue, int.MaxValue))
        {
            return DataType.Int32;
        }

        string Found(DataType type) => $"{layer.Name}: numbers on the way to its values are from {OnnxExport.Text(Steps(type))}";
        if (IsInteger)
        {
            throw new NotSupportedException(
                $"{Found(DataType.Int32)}, {Steps(DataType.Int32).Bits} bits, expected at most 32 in the integer form");
        }

        if (!IsExact(DataType.Double, -ExactInDouble, ExactInDouble))
        {
            throw new NotSupportedException(
                FormattableString.Invariant($"{Found(DataType.Double)}, expected at most {ExactInDouble:N0}, to which doubles are exact"));
        }

        _noteDoubles($"{Found(DataType.Int32)}, which int32 does not hold: the layer is computed in doubles");
        return DataType.Double;
    }
}
