using System.Collections.Immutable;
using Kws.Hardware.Replay;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Replay;

/// <summary>A layer of a recorded inference, and its values as a program with one fault computes them.</summary>
internal sealed class FaultyLayer
{
    private static readonly Lazy<KwsModel> LazySmall = new(MakeSmall);

    private readonly KwsModel _model;
    private readonly InferenceTrace _trace;
    private readonly int _index;

    private FaultyLayer(KwsModel model, InferenceTrace trace, string layer)
    {
        (_model, _trace) = (model, trace);
        _index = model.Network.Layers.ToList().FindIndex(other => other.Name == layer);
    }

    /// <summary>
    /// A network with what the default one does not have: biases, SAME padding with an odd number of positions, ReLU, saturation, rounding
    /// half up, average pools, several input channels.
    /// </summary>
    public static KwsModel Small => LazySmall.Value;

    public Layer Layer => _model.Network.Layers[_index];

    public KwsModel Model => _model;

    public int[] Input => [.. _trace.Layers[_index].Values];

    public int[] Output => [.. _trace.Layers[_index + 1].Values];

    public PlainLayers.Tensor X => PlainLayers.Of(Layer.Input, Input);

    public PlainLayers.Tensor Y => PlainLayers.Of(Layer.Output, Output);

    public PlainLayers.Kernel W => PlainLayers.WeightsOf(_model, (AccumulatingLayer)Layer);

    public Func<int, long> B => PlainLayers.BiasesOf(_model, (AccumulatingLayer)Layer);

    /// <summary>A layer of the default network, for a recorded fingerprint.</summary>
    public static FaultyLayer OfDefault(string layer)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt");
        Fingerprint fingerprint = FingerprintFile.Read(path, DsCnn.Default).ElementAt(300);
        return new(KwsModel.Default, new ReferenceClassifier(KwsModel.Default).Trace(fingerprint.Values.Span), layer);
    }

    public static FaultyLayer OfSmall(string layer)
    {
        var random = new Random(5);
        sbyte[] fingerprint = [.. Enumerable.Range(0, Small.Network.Input.Count).Select(_ => (sbyte)random.Next(-128, 128))];
        return new(Small, new ReferenceClassifier(Small).Trace(fingerprint), layer);
    }

    /// <summary>The comparison of recorded values of the layer, with its input before them.</summary>
    public LayerReplay Replay(int[] values, ImmutableArray<AxisOrder>? orders = null)
    {
        RecordedLayer[] recorded =
        [
            RecordedLayer.Of(_trace.Layers[_index]),
            new(Layer.Name, Layer.Output, [[.. values]], orders ?? [AxisOrder.Reference]),
        ];
        return new CaseReplay(_model).Compare(new ReplayedCase("a", [.. recorded]), TestContext.Current.CancellationToken)
            .Last(layer => layer.Layer == Layer.Name);
    }

    private static KwsModel MakeSmall()
    {
        var input = new TensorShape(9, 7, 2);
        var conv = new ConvolutionLayer("conv", input, 5, new Window(4, 2, 1, 1, Padding.Same), "conv/w", "conv/b");
        var convQ = new RequantizationLayer("conv/q", conv.Output, 7, Rounding.HalfUp, relu: true, saturationBits: 8);
        var depthwise = new DepthwiseConvolutionLayer("dw", convQ.Output, new Window(3, 3, 2, 1, Padding.Same), "dw/w", "dw/b");
        var depthwiseQ = new RequantizationLayer("dw/q", depthwise.Output, 6, saturationBits: 8);
        var pointwise = new PointwiseConvolutionLayer("pw", depthwiseQ.Output, 6, "pw/w", "pw/b");
        var max = new MaxPoolLayer("max", pointwise.Output, new Window(2, 2, 1, 1, Padding.Same));
        var average = new AveragePoolLayer("average", max.Output, new Window(2, 2, 2, 2, Padding.Same));
        var connected = new FullyConnectedLayer("fc", average.Output, 40, "fc/w", "fc/b");
        var network = new Network(input, [conv, convQ, depthwise, depthwiseQ, pointwise, max, average, connected], inputBits: 8);
        var random = new Random(1);
        return new KwsModel(
            network,
            network.Tensors.Select(spec => Enumerable.Range(0, spec.Count)
                .Select(_ => spec.Bits == TensorSpec.BiasBits ? random.Next(-4000, 4000) : random.Next(-128, 128)).ToImmutableArray()));
    }
}
