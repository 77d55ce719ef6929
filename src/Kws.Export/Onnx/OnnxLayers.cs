using System.Collections.Immutable;
using Kws.Analysis.Ranges;
using Kws.Model;
using static Kws.Export.Onnx.TensorProto.Types;

namespace Kws.Export.Onnx;

/// <summary>
/// Adds one layer after the other to a graph. Values are [batch][channel][time][frequency], behind the pool [batch][channel]. They are
/// float32 as long as every sum fits 24 bits, then doubles: integers that small are exact in them, and so is every sum in whatever order.
/// </summary>
internal sealed class OnnxLayers
{
    private const long ExactInFloat = 1L << 24;
    private const long ExactInDouble = 1L << 53;

    private readonly OnnxGraph _graph;
    private readonly KwsModel _model;
    private string _values;
    private DataType _type = DataType.Float;
    private bool _pooled;

    public OnnxLayers(OnnxGraph graph, KwsModel model)
    {
        _graph = graph;
        _model = model;
        string input = graph.Node(
            "Unsqueeze", [OnnxExport.Fingerprint, graph.List("fingerprint/axes", 1)], "fingerprint/channel");
        _values = graph.Cast(input, DataType.Float, InferenceTrace.InputName);
    }

    /// <summary>Adds a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="bounds">Between which limits every sum of it lies.</param>
    public void Add(Layer layer, ValueRange bounds)
    {
        Widen(layer, bounds);
        _ = layer.Kind switch
        {
            LayerKind.Convolution => Convolution(layer),
            LayerKind.DepthwiseConvolution when _type == DataType.Float => Depthwise(layer),
            LayerKind.DepthwiseConvolution => WideDepthwise.Add(_graph, layer, _model[layer.Weights!], _values),
            LayerKind.FloorDivision => FloorDivision(layer),
            LayerKind.GlobalMaxPool => GlobalMaxPool(layer),
            LayerKind.PointwiseConvolution when _pooled => Gemm(layer),
            LayerKind.PointwiseConvolution when _type == DataType.Float => Pointwise(layer),
            LayerKind.PointwiseConvolution => WidePointwise(layer),
            LayerKind.FullyConnected => Gemm(layer, Biases(layer)),
            _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.Kind}"),
        };
        _graph.Describe($"{layer.Output}; every value and every sum on the way to it is from {OnnxExport.Text(bounds)}");
        _pooled |= layer.Kind == LayerKind.GlobalMaxPool;
        _values = layer.Name;
        _graph.Value(
            layer.Name, _type, _pooled ? [null, layer.Output.Channels] : [null, layer.Output.Channels, layer.Output.Time, layer.Output.Frequency]);
    }

    /// <summary>Goes over to doubles where float32 is not exact any more, and not back.</summary>
    private void Widen(Layer layer, ValueRange bounds)
    {
        long exact = layer.Kind == LayerKind.Convolution ? ExactInFloat : ExactInDouble;
        long magnitude = Math.Max(-bounds.Least, bounds.Greatest);
        if (magnitude > exact)
        {
            throw new NotSupportedException(
                FormattableString.Invariant($"{layer.Name}: sums are from {OnnxExport.Text(bounds)}, expected at most {exact:N0}, to which they are exact"));
        }

        if (magnitude > ExactInFloat && _type == DataType.Float)
        {
            _type = DataType.Double;
            _values = _graph.Cast(_values, _type, $"{layer.Name}/double");
        }
    }

    private string Convolution(Layer layer)
    {
        ConvolutionSpec window = layer.Window;
        return _graph.Node(
            "Conv", [_values, Weights(layer, _model[layer.Weights!], window.Channels, 1, window.KernelTime, window.KernelFrequency)], layer.Name,
            OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]));
    }

    private string Depthwise(Layer layer)
    {
        ConvolutionSpec window = layer.Window;
        int channels = window.Channels;

        // [time][frequency][channel] to [channel][time][frequency].
        ImmutableArray<int> weights = _model[layer.Weights!];
        IEnumerable<int> channelsFirst =
            Enumerable.Range(0, channels).SelectMany(channel => weights.Where((_, index) => index % channels == channel));
        return _graph.Node(
            "Conv", [_values, Weights(layer, channelsFirst, channels, 1, window.KernelTime, window.KernelFrequency)], layer.Name,
            OnnxGraph.Attribute("group", channels),
            OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]),
            OnnxGraph.Attribute("pads", [.. new Padding(layer).Before, .. new Padding(layer).After]));
    }

    private string Pointwise(Layer layer) =>
        _graph.Node("Conv", [_values, Weights(layer, _model[layer.Weights!], layer.Output.Channels, layer.Input.Channels, 1, 1)], layer.Name);

    /// <summary>ONNX Runtime has no convolution of doubles: a product of matrices, [out][in] by [in][position].</summary>
    private string WidePointwise(Layer layer)
    {
        TensorShape output = layer.Output;
        string columns = _graph.Node(
            "Reshape", [_values, _graph.List($"{layer.Name}/columns/shape", 0, layer.Input.Channels, -1)], $"{layer.Name}/columns");
        string product = _graph.Node(
            "MatMul", [Weights(layer, _model[layer.Weights!], output.Channels, layer.Input.Channels), columns], $"{layer.Name}/product");
        string shape = _graph.List($"{layer.Name}/shape", 0, output.Channels, output.Time, output.Frequency);
        return _graph.Node("Reshape", [product, shape], layer.Name);
    }

    private string Gemm(Layer layer, params string[] biases) =>
        _graph.Node(
            "Gemm", [_values, Weights(layer, _model[layer.Weights!], layer.Output.Channels, layer.Input.Channels), .. biases], layer.Name,
            OnnxGraph.Attribute("transB", 1));

    private string GlobalMaxPool(Layer layer) =>
        _graph.Node("ReduceMax", [_values, _graph.List($"{layer.Name}/axes", 2, 3)], layer.Name, OnnxGraph.Attribute("keepdims", 0));

    /// <summary>Dividing by a power of two changes the exponent alone.</summary>
    private string FloorDivision(Layer layer)
    {
        string name = $"{layer.Name}/divisor";
        int divisor = 1 << layer.Shift;
        name = _type == DataType.Float ? _graph.Constant<float>(name, [divisor]) : _graph.Constant<double>(name, [divisor]);
        return _graph.Node("Floor", [_graph.Node("Div", [_values, name], $"{layer.Name}/quotient")], layer.Name);
    }

    private string Weights(Layer layer, IEnumerable<int> values, params long[] shape)
    {
        sbyte[] bytes = [.. values.Select(value => (sbyte)value)];
        string name = _graph.Constant<sbyte>($"{layer.Name}/weights", bytes, shape);
        return _graph.Cast(name, _type, $"{name}/cast");
    }

    private string Biases(Layer layer)
    {
        ImmutableArray<int> values = _model[layer.Biases!];
        string name = _graph.Constant($"{layer.Name}/biases", values.AsSpan(), values.Length);
        return _graph.Cast(name, _type, $"{name}/cast");
    }
}
