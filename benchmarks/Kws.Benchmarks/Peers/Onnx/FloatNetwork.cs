using Kws.Fast.Plans;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>
/// Any network as a float32 ONNX model: factors of shifts in the weights, ReLU and saturation before the floor, so that ONNX Runtime fuses
/// them.
/// </summary>
/// <remarks>Exact as long as sums stay below 2^24.</remarks>
internal sealed class FloatNetwork
{
    private readonly OnnxGraph _graph = new();
    private readonly KwsModel _model;
    private readonly int _batch;
    private string _value = OnnxNetwork.Fingerprints;
    private bool _isFlat;

    private FloatNetwork(KwsModel model, int batch) => (_model, _batch) = (model, batch);

    /// <summary>The bytes of an .onnx file.</summary>
    public static byte[] Serialize(KwsModel model, int batch) => new FloatNetwork(model, batch).Run();

    private byte[] Run()
    {
        Network network = _model.Network;
        _graph.Input(_value, DataType.Float, [_batch, network.Input.Channels, network.Input.Time, network.Input.Frequency]);
        for (int i = 0; i < network.Layers.Length; i++)
        {
            var next = i + 1 < network.Layers.Length ? network.Layers[i + 1] as RequantizationLayer : null;
            Add(network.Layers[i], network.Layers[i] is AccumulatingLayer ? next : null);
            i += network.Layers[i] is AccumulatingLayer && next is not null ? 1 : 0;
        }

        _graph.Node("Identity", [_value], OnnxNetwork.Logits);
        _graph.Output(OnnxNetwork.Logits, DataType.Float, [_batch, network.LabelCount]);
        return _graph.Serialize();
    }

    private void Add(Layer layer, RequantizationLayer? narrowed)
    {
        switch (layer)
        {
            case FullyConnectedLayer or PointwiseConvolutionLayer { Input: { Time: 1, Frequency: 1 } }:
                Connected((AccumulatingLayer)layer, narrowed);
                break;
            case AccumulatingLayer sums:
                Convolution(sums, narrowed);
                break;
            case MaxPoolLayer pool:
                _value = _graph.Node("MaxPool", [_value], layer.Name, PoolAttributes(pool.Window, layer));
                break;
            case AveragePoolLayer pool:
                _value = _graph.Node("AveragePool", [_value], layer.Name, PoolAttributes(pool.Window, layer));
                _value = _graph.Node("Floor", [_value], layer.Name + "/floor");
                break;
            default:
                throw new NotSupportedException($"{layer.Name}: no float32 operators for {layer.GetType().Name} here");
        }
    }

    private void Convolution(AccumulatingLayer layer, RequantizationLayer? narrowed)
    {
        Window window = layer is IWindowedLayer windowed ? windowed.Window : new Window(1, 1, 1, 1, Padding.Valid);
        bool isDepthwise = layer is DepthwiseConvolutionLayer;
        (int channels, int inputs) = (layer.Output.Channels, isDepthwise ? 1 : layer.Input.Channels);
        float[] values = Array.ConvertAll(ConvolutionWeights(layer, _model), weight => Scaled((long)weight, narrowed));
        _graph.Constant<float>(layer.Name + "/w", values, channels, inputs, window.KernelTime, window.KernelFrequency);
        _value = _graph.Node(
            "Conv", [_value, layer.Name + "/w", Biases(layer, narrowed)], layer.Name,
            [.. PoolAttributes(window, layer)[1..], OnnxGraph.Attribute("group", isDepthwise ? channels : 1)]);
        Narrow(layer, narrowed);
    }

    /// <summary>The weights of a convolution as [channel][input][time][frequency].</summary>
    public static float[] ConvolutionWeights(AccumulatingLayer layer, KwsModel model)
    {
        bool isDepthwise = layer is DepthwiseConvolutionLayer;
        (int channels, int inputs) = (layer.Output.Channels, isDepthwise ? 1 : layer.Input.Channels);
        int taps = layer.Weights.Count / channels / inputs;
        var values = new float[layer.Weights.Count];
        for (int i = 0; i < values.Length; i++)
        {
            // [channel][tap][input], or [tap][channel], to [channel][input][tap].
            (int channel, int tap, int input) = isDepthwise
                ? (i % channels, i / channels, 0) : (i / (taps * inputs), i / inputs % taps, i % inputs);
            values[(((channel * inputs) + input) * taps) + tap] = model[layer.Weights][i];
        }

        return values;
    }

    /// <summary>The attributes of a window; the kernel comes first.</summary>
    public static AttributeProto[] PoolAttributes(Window window, Layer layer)
    {
        Border border = Border.Of(layer);
        return
        [
            OnnxGraph.Attribute("kernel_shape", [window.KernelTime, window.KernelFrequency]),
            OnnxGraph.Attribute("strides", [window.StrideTime, window.StrideFrequency]),
            OnnxGraph.Attribute("pads", [border.Top, border.Left, border.Bottom, border.Right]),
        ];
    }

    private void Connected(AccumulatingLayer layer, RequantizationLayer? narrowed)
    {
        if (!_isFlat)
        {
            _value = _graph.Node("Flatten", [_value], layer.Name + "/flat");
            _isFlat = true;
        }

        int count = layer.WeightsPerChannel;
        TensorShape input = layer.Input;
        var values = new float[layer.Weights.Count];
        for (int i = 0; i < values.Length; i++)
        {
            // [time][frequency][channel] to [channel][time][frequency].
            (int position, int channel) = (i % count / input.Channels, i % input.Channels);
            values[(i / count * count) + (channel * input.Time * input.Frequency) + position] = Scaled(_model[layer.Weights][i], narrowed);
        }

        _graph.Constant<float>(layer.Name + "/w", values, layer.Output.Channels, count);
        _value = _graph.Node(
            "Gemm", [_value, layer.Name + "/w", Biases(layer, narrowed)], layer.Name, OnnxGraph.Attribute("transB", 1));
        Narrow(layer, narrowed);
    }

    private void Narrow(Layer layer, RequantizationLayer? narrowed)
    {
        if (narrowed is null)
        {
            return;
        }

        if (narrowed.SaturationBits is not null)
        {
            _graph.Constant<float>(layer.Name + "/min", [narrowed.MinOutput]);
            _graph.Constant<float>(layer.Name + "/max", [narrowed.MaxOutput]);
            _value = _graph.Node("Clip", [_value, layer.Name + "/min", layer.Name + "/max"], layer.Name + "/clip");
        }
        else if (narrowed.Relu)
        {
            _value = _graph.Node("Relu", [_value], layer.Name + "/relu");
        }

        _value = _graph.Node("Floor", [_value], layer.Name + "/floor");
    }

    private string Biases(AccumulatingLayer layer, RequantizationLayer? narrowed)
    {
        var values = new float[layer.Output.Channels];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Scaled((layer.Biases is { } spec ? _model[spec][i] : 0) + (narrowed?.Half ?? 0), narrowed);
        }

        return _graph.Constant<float>(layer.Name + "/b", values, values.Length);
    }

    private static float Scaled(long value, RequantizationLayer? narrowed) => value / (float)(1L << (narrowed?.Shift ?? 0));
}
