using Kws.Hardware.Export.Onnx;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Benchmarks.Peers.Onnx;

/// <summary>
/// A network of 8-bit values as an ONNX model with ConvInteger and MatMulInteger: unsigned bytes with a zero point, 32-bit sums, and a
/// requantisation in float32.
/// </summary>
/// <remarks>Exact as long as sums stay below 2^24.</remarks>
internal sealed class IntegerNetwork
{
    private const int SignedZero = 128;

    private readonly OnnxGraph _graph = new();
    private readonly KwsModel _model;
    private readonly int _batch;
    private string _value = OnnxNetwork.Fingerprints;
    private int _zero = SignedZero;
    private bool _isFlat;

    private IntegerNetwork(KwsModel model, int batch) => (_model, _batch) = (model, batch);

    /// <summary>True if every input of a layer of weights has 8 bits, and no layer is recurrent.</summary>
    public static bool Handles(Network network)
    {
        bool isByte = true;
        foreach (Layer layer in network.Layers)
        {
            if (layer is RecurrentLayer || (layer is AccumulatingLayer && !isByte))
            {
                return false;
            }

            isByte = layer switch
            {
                RequantizationLayer narrowed => narrowed.SaturationBits <= 8,
                AccumulatingLayer => false,
                _ => isByte,
            };
        }

        return true;
    }

    /// <summary>The bytes of an .onnx file. Its fingerprints are bytes with 128 added.</summary>
    public static byte[] Serialize(KwsModel model, int batch) => new IntegerNetwork(model, batch).Run();

    private byte[] Run()
    {
        Network network = _model.Network;
        _graph.Input(_value, DataType.Uint8, [_batch, network.Input.Channels, network.Input.Time, network.Input.Frequency]);
        for (int i = 0; i < network.Layers.Length; i++)
        {
            switch (network.Layers[i])
            {
                case AccumulatingLayer sums:
                    var narrowed = i + 1 < network.Layers.Length ? network.Layers[i + 1] as RequantizationLayer : null;
                    Sums(sums);
                    Narrow(sums, narrowed);
                    i += narrowed is null ? 0 : 1;
                    break;
                case AveragePoolLayer pool:
                    Average(pool);
                    break;
                case Layer other:
                    throw new NotSupportedException($"{other.Name}: {other.GetType().Name} by itself");
            }
        }

        _graph.Node("Identity", [_value], OnnxNetwork.Logits);
        _graph.Output(OnnxNetwork.Logits, DataType.Int32, [_batch, network.LabelCount]);
        return _graph.Serialize();
    }

    /// <summary>The 32-bit sums with the bias.</summary>
    private void Sums(AccumulatingLayer layer)
    {
        string zero = _graph.Constant<byte>(layer.Name + "/zero", [(byte)_zero]);
        var biases = new int[layer.Output.Channels];
        if (layer.Biases is { } spec)
        {
            _model[spec].CopyTo(biases);
        }

        if (layer is FullyConnectedLayer)
        {
            if (!_isFlat)
            {
                _value = _graph.Node("Flatten", [_value], layer.Name + "/flat");
                _isFlat = true;
            }

            (int count, int channels) = (layer.WeightsPerChannel, layer.Input.Channels);
            var values = new sbyte[layer.Weights.Count];
            for (int i = 0; i < values.Length; i++)
            {
                // [output][time][frequency][channel] to [channel][time][frequency][output].
                (int position, int channel) = (i % count / channels, i % channels);
                values[(((channel * (count / channels)) + position) * layer.Output.Channels) + (i / count)] =
                    (sbyte)_model[layer.Weights][i];
            }

            _graph.Constant<sbyte>(layer.Name + "/w", values, count, layer.Output.Channels);
            _value = _graph.Node("MatMulInteger", [_value, layer.Name + "/w", zero], layer.Name + "/products");
            _graph.Constant<int>(layer.Name + "/b", biases, biases.Length);
        }
        else
        {
            bool isDepthwise = layer is DepthwiseConvolutionLayer;
            Window window = layer is IWindowedLayer windowed ? windowed.Window : new Window(1, 1, 1, 1, Padding.Valid);
            float[] values = FloatNetwork.ConvolutionWeights(layer, _model);
            _graph.Constant<sbyte>(
                layer.Name + "/w", [.. values.Select(value => (sbyte)value)], layer.Output.Channels,
                isDepthwise ? 1 : layer.Input.Channels, window.KernelTime, window.KernelFrequency);
            _value = _graph.Node(
                "ConvInteger", [_value, layer.Name + "/w", zero], layer.Name + "/products",
                [.. FloatNetwork.PoolAttributes(window, layer)[1..],
                    OnnxGraph.Attribute("group", isDepthwise ? layer.Output.Channels : 1)]);
            _graph.Constant<int>(layer.Name + "/b", biases, 1, biases.Length, 1, 1);
        }

        _value = _graph.Node("Add", [_value, layer.Name + "/b"], layer.Name);
    }

    private void Narrow(AccumulatingLayer layer, RequantizationLayer? narrowed)
    {
        if (narrowed is null)
        {
            return;
        }

        _value = _graph.Cast(_value, DataType.Float, layer.Name + "/float");
        _zero = narrowed.Relu ? 0 : SignedZero;
        _graph.Constant<float>(layer.Name + "/factor", [1f / (1L << narrowed.Shift)]);
        _graph.Constant<float>(layer.Name + "/offset", [(narrowed.Half / (float)(1L << narrowed.Shift)) + _zero]);
        _value = _graph.Node("Mul", [_value, layer.Name + "/factor"], layer.Name + "/scaled");
        _value = _graph.Node("Add", [_value, layer.Name + "/offset"], layer.Name + "/shifted");
        _graph.Constant<float>(layer.Name + "/min", [narrowed.MinOutput + _zero]);
        _graph.Constant<float>(layer.Name + "/max", [narrowed.MaxOutput + _zero]);
        _value = _graph.Node("Clip", [_value, layer.Name + "/min", layer.Name + "/max"], layer.Name + "/clip");

        // None of the values is negative, so the cast rounds down.
        _value = _graph.Cast(_value, DataType.Uint8, layer.Name + "/bytes");
    }

    private void Average(AveragePoolLayer pool)
    {
        _value = _graph.Cast(_value, DataType.Float, pool.Name + "/float");
        _value = _graph.Node("AveragePool", [_value], pool.Name, FloatNetwork.PoolAttributes(pool.Window, pool));
        _value = _graph.Cast(_value, DataType.Uint8, pool.Name + "/bytes");
    }
}
