using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx.Layers;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// Adds layer after layer to a graph. Values are [batch][channel][time][frequency], or [batch][channel] where time and frequency are gone.
/// They are float32 as long as every sum fits 24 bits, then doubles: integers that small are exact in them, and so is every sum in any
/// order.
/// </summary>
internal sealed class OnnxLayers
{
    /// <summary>Integers up to here are exact in float32.</summary>
    public const long ExactInFloat = 1L << 24;

    private const long ExactInDouble = 1L << 53;

    private readonly KwsModel _model;
    private ValueRange _bounds;
    private string? _gateTable;

    public OnnxLayers(OnnxGraph graph, KwsModel model)
    {
        Graph = graph;
        _model = model;
        Network network = model.Network;
        _bounds = new ValueRange(network.MinInput, network.MaxInput);
        string input = network.Input.Channels == 1
            ? graph.Node("Unsqueeze", [OnnxExport.Fingerprint, graph.List("fingerprint/axes", 1)], "fingerprint/channel")
            : graph.Node("Transpose", [OnnxExport.Fingerprint], "fingerprint/channel", OnnxGraph.Attribute("perm", [0, 3, 1, 2]));
        Values = graph.Cast(input, DataType.Float, InferenceTrace.InputName);
    }

    public OnnxGraph Graph { get; }

    /// <summary>The name of the output of the layer added last.</summary>
    public string Values { get; private set; }

    /// <summary>
    /// The type of values: float32, or double from the first layer on that needs it. ONNX Runtime has no convolutions of doubles.
    /// </summary>
    public DataType Type { get; private set; } = DataType.Float;

    public bool IsWide => Type == DataType.Double;

    /// <summary>True if values are [batch][channel].</summary>
    public bool IsFlat { get; private set; }

    /// <summary>Adds a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="bounds">The limits of every sum of it.</param>
    public void Add(Layer layer, ValueRange bounds)
    {
        Widen(layer, bounds);
        if (IsFlat && layer is IWindowedLayer && !IsGlobalPool(layer))
        {
            Values = Graph.Node("Unsqueeze", [Values, Graph.List($"{layer.Name}/places", 2, 3)], $"{layer.Name}/unflattened");
            IsFlat = false;
        }

        _ = layer switch
        {
            ConvolutionLayer convolution => ConvolutionNodes.Add(this, convolution),
            DepthwiseConvolutionLayer depthwise => DepthwiseConvolutionNodes.Add(this, depthwise),
            PointwiseConvolutionLayer pointwise => PointwiseConvolutionNodes.Add(this, pointwise),
            FullyConnectedLayer fullyConnected => FullyConnectedNodes.Add(this, fullyConnected),
            RequantizationLayer requantization => RequantizationNodes.Add(this, requantization),
            MaxPoolLayer pool => MaxPoolNodes.Add(this, pool),
            AveragePoolLayer pool => AveragePoolNodes.Add(this, pool),
            LstmLayer lstm => LstmNodes.Add(this, lstm),
            GruLayer gru => GruNodes.Add(this, gru),
            LastFrameLayer last => LastFrameNodes.Add(this, last),
            _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
        };
        string what = layer is RecurrentLayer ? "every output" : "every value and every sum on the way to it";
        Graph.Describe($"{layer.Output}; {what} is from {OnnxExport.Text(bounds)}");
        IsFlat |= layer is FullyConnectedLayer || IsGlobalPool(layer);
        Values = layer.Name;
        _bounds = bounds;
        Graph.Value(
            layer.Name, Type,
            IsFlat ? [null, layer.Output.Channels] : [null, layer.Output.Channels, layer.Output.Time, layer.Output.Frequency]);
    }

    /// <summary>True for a pool of all of its input.</summary>
    public static bool IsGlobalPool(Layer layer) =>
        layer is MaxPoolLayer or AveragePoolLayer && layer is IWindowedLayer { Window: { Padding: Padding.Valid } window }
        && (window.KernelTime, window.KernelFrequency) == (layer.Input.Time, layer.Input.Frequency);

    /// <summary>Adds weights as int8 and a cast; returns the name of the cast.</summary>
    public string Weights(AccumulatingLayer layer, IEnumerable<int> values, params long[] shape) => Weights(layer.Name, values, shape);

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

    /// <summary>The name of the table of gates, which all recurrent layers share.</summary>
    public string GateTable() => _gateTable ??= GateTableNodes.Add(Graph);

    /// <summary>Adds biases as int32 and a cast, if the layer has some; the name of the cast, or nothing.</summary>
    public string[] Biases(AccumulatingLayer layer, params long[] shape)
    {
        if (layer.Biases is not { } spec)
        {
            return [];
        }

        ImmutableArray<int> values = _model[spec];
        string name = Graph.Constant($"{layer.Name}/biases", values.AsSpan(), shape.Length == 0 ? [values.Length] : shape);
        return [Graph.Cast(name, Type, $"{name}/cast")];
    }

    /// <summary>Adds a number of the type of the values.</summary>
    public string Number(string name, double value) => Numbers(name, [value]);

    /// <summary>Adds numbers of the type of the values.</summary>
    public string Numbers(string name, double[] values, params long[] shape) => IsWide
        ? Graph.Constant<double>(name, values, shape)
        : Graph.Constant<float>(name, Array.ConvertAll(values, value => (float)value), shape);

    /// <summary>
    /// Adds a layer's biases, where it has some, to sums [batch][channel][time][frequency]; the result has the layer's name.
    /// </summary>
    public string AddBiases(AccumulatingLayer layer, Func<string, string> addSums)
    {
        if (layer.Biases is null)
        {
            return addSums(layer.Name);
        }

        string sums = addSums($"{layer.Name}/sums");
        return Graph.Node("Add", [sums, .. Biases(layer, layer.Output.Channels, 1, 1)], layer.Name);
    }

    /// <summary>The number that is added before a value is reduced to the bits that it keeps.</summary>
    private static ValueRange HalfTurn(AveragePoolLayer pool) => new(0, pool.WrapBits is { } bits ? 1L << (bits - 1) : 0);

    /// <summary>Changes to doubles where float32 is not exact any more, and not back.</summary>
    private void Widen(Layer layer, ValueRange bounds)
    {
        ValueRange all = layer switch
        {
            RequantizationLayer requantization => _bounds + ValueRange.Of(requantization.Half),
            AveragePoolLayer pool => _bounds.Map(value => checked(value * pool.Window.Taps * (1L << pool.LeftShift))) + HalfTurn(pool),
            _ => bounds,
        };

        long magnitude = Math.Max(-all.Least, all.Greatest);
        if (magnitude > ExactInDouble)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"{layer.Name}: sums are from {OnnxExport.Text(all)}, expected at most {ExactInDouble:N0}, to which they are exact"));
        }

        if (magnitude > ExactInFloat && !IsWide)
        {
            Type = DataType.Double;
            Values = Graph.Cast(Values, Type, $"{layer.Name}/double");
        }
    }
}
