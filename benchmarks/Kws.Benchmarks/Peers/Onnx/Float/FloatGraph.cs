using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx;
using Kws.Training.Float.Layers;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Benchmarks.Peers.Onnx.Float;

/// <summary>The layers of a float network as a float32 ONNX model for one clip, written so that ONNX Runtime is at its best.</summary>
/// <remarks>
/// Values of windowed layers are [1][channel][time][frequency], those of fully connected ones [1][value], those of recurrent ones
/// [frame][1][value]. The input has the shape that the first layer takes, so that nothing rearranges it.
/// </remarks>
internal sealed class FloatGraph
{
    private readonly ImmutableArray<FloatLayer> _layers;
    private readonly bool _scans;

    private FloatGraph(ImmutableArray<FloatLayer> layers, bool scans) => (_layers, _scans) = (layers, scans);

    /// <summary>The model under construction.</summary>
    public OnnxGraph Graph { get; } = new();

    /// <summary>The name of the values so far.</summary>
    public string Values { get; set; } = OnnxNetwork.Fingerprints;

    /// <summary>The shape of the input. Its values are frames with their coefficients.</summary>
    /// <param name="layers">The layers of a network.</param>
    public static long[] InputShape(ImmutableArray<FloatLayer> layers) => layers[0] switch
    {
        FloatRecurrentLayer recurrent => [recurrent.Input.Time, 1, recurrent.FrameLength],
        FloatFullyConnectedLayer connected => [1, connected.Input.Count],
        FloatLayer windowed => [1, windowed.Input.Channels, windowed.Input.Time, windowed.Input.Frequency],
    };

    /// <summary>The bytes of an .onnx file.</summary>
    /// <param name="layers">The layers of a network, whose features have one channel.</param>
    /// <param name="scansProjections">True to make an LSTM with a projection a Scan, and not an LSTM with larger weights.</param>
    public static byte[] Serialize(ImmutableArray<FloatLayer> layers, bool scansProjections = false) =>
        new FloatGraph(layers, scansProjections).Run();

    /// <summary>Adds a tensor of weights in float32 and returns its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The lengths of its axes.</param>
    /// <param name="weight">The weight at an index of the tensor.</param>
    public string Weights(string name, long[] shape, Func<int, double> weight)
    {
        var values = new float[shape.Aggregate((a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)weight(i);
        }

        return Graph.Constant<float>(name, values, shape);
    }

    private byte[] Run()
    {
        Graph.Input(Values, DataType.Float, [.. InputShape(_layers)]);
        FloatLayer? before = null;
        foreach (FloatLayer layer in _layers)
        {
            Add(layer, before);
            before = layer is FloatReluLayer ? before : layer;
        }

        Graph.Node("Identity", [Values], OnnxNetwork.Logits);
        Graph.Output(OnnxNetwork.Logits, DataType.Float, [1, _layers[^1].Output.Count]);
        return Graph.Serialize();
    }

    private void Add(FloatLayer layer, FloatLayer? before)
    {
        Values = (layer, before) switch
        {
            (FloatReluLayer, _) => Graph.Node("Relu", [Values], layer.Name),
            (FloatConvolutionLayer convolution, _) => WindowedNodes.Add(this, convolution),
            (FloatDepthwiseConvolutionLayer depthwise, _) => WindowedNodes.Add(this, depthwise),
            (FloatAveragePoolLayer pool, _) => WindowedNodes.Add(this, pool),
            (FloatFullyConnectedLayer connected, _) => ConnectedNodes.Add(this, connected, before),
            (FloatGruLayer gru, _) => GruNodes.Add(this, gru, FrameNodes.Of(this, gru, before)),
            (FloatBasicLstmLayer lstm, _) => BasicLstmNodes.Add(this, lstm, FrameNodes.Of(this, lstm, before)),
            (FloatLstmLayer lstm, _) when _scans => ScannedLstmNodes.Add(this, lstm, FrameNodes.Of(this, lstm, before)),
            (FloatLstmLayer lstm, _) => FoldedLstmNodes.Add(this, lstm, FrameNodes.Of(this, lstm, before)),
            (FloatLastFrameLayer, FloatRecurrentLayer recurrent) => FrameNodes.Last(this, recurrent),
            _ => throw new NotSupportedException($"{layer.Name}: no operators for {layer.GetType().Name} here"),
        };
    }
}
