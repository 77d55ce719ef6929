using System.Text.Json;

namespace Kws.Model;

/// <summary>A layer as JSON: the kind, the name, and all that its record holds besides the shapes, which follow from the input.</summary>
internal static class LayerJson
{
    private const string Convolution = "convolution";
    private const string Depthwise = "depthwise_convolution";
    private const string Pointwise = "pointwise_convolution";
    private const string FullyConnected = "fully_connected";
    private const string Requantization = "requantization";
    private const string MaxPool = "max_pool";
    private const string AveragePool = "average_pool";
    private const string LastFrame = "last_frame";

    private static readonly (string, Rounding)[] Roundings = [("floor", Rounding.Floor), ("half_up", Rounding.HalfUp)];
    private static readonly (string, AverageRounding)[] AverageRoundings =
        [("floor", AverageRounding.Floor), ("towards_zero", AverageRounding.TowardsZero)];

    public static void Write(Utf8JsonWriter json, Layer layer)
    {
        json.WriteStartObject();
        json.WriteString("kind", KindOf(layer));
        json.WriteString("name", layer.Name);
        switch (layer)
        {
            case AccumulatingLayer sums:
                if (layer is not DepthwiseConvolutionLayer)
                {
                    json.WriteNumber("channels", layer.Output.Channels);
                }

                WriteWindow();
                json.WriteString("weights", sums.Weights.Name);
                json.WriteNumber("weight_bits", sums.Weights.Bits);
                if (sums.Biases is { } biases)
                {
                    json.WriteString("biases", biases.Name);
                }

                break;
            case RequantizationLayer narrowed:
                json.WriteNumber("shift", narrowed.Shift);
                json.WriteString("rounding", WordOf(Roundings, narrowed.Rounding));
                json.WriteBoolean("relu", narrowed.Relu);
                if (narrowed.SaturationBits is { } bits)
                {
                    json.WriteNumber("saturation_bits", bits);
                }

                break;
            case RecurrentLayer recurrent:
                RecurrentLayerJson.Write(json, recurrent);
                break;
            case AveragePoolLayer pool:
                WriteWindow();
                json.WriteNumber("left_shift", pool.LeftShift);
                json.WriteString("rounding", WordOf(AverageRoundings, pool.Rounding));
                if (pool.WrapBits is { } kept)
                {
                    json.WriteNumber("wrap_bits", kept);
                }

                break;
            default:
                WriteWindow();
                break;
        }

        json.WriteEndObject();

        void WriteWindow()
        {
            if (layer is IWindowedLayer { Window: var window })
            {
                WindowJson.Write(json, window);
            }
        }
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="json">The object.</param>
    /// <param name="input">The shape of the layer before.</param>
    /// <exception cref="KwsFormatException">A member is missing, unknown or of a wrong type.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Layer Read(JsonMembers json, TensorShape input)
    {
        string kind = json.Text("kind");
        string name = json.Text("name");
        Layer layer = kind switch
        {
            Convolution => new ConvolutionLayer(
                name, input, json.Integer("channels"), WindowJson.Read(json), json.Text("weights"), json.OptionalText("biases"), Bits()),
            Depthwise => new DepthwiseConvolutionLayer(
                name, input, WindowJson.Read(json), json.Text("weights"), json.OptionalText("biases"), Bits()),
            Pointwise => new PointwiseConvolutionLayer(
                name, input, json.Integer("channels"), json.Text("weights"), json.OptionalText("biases"), Bits()),
            FullyConnected => new FullyConnectedLayer(
                name, input, json.Integer("channels"), json.Text("weights"), json.OptionalText("biases"), Bits()),
            Requantization => new RequantizationLayer(
                name, input, json.Integer("shift"), json.Word("rounding", Rounding.Floor, Roundings), json.Boolean("relu", missing: false),
                json.OptionalInteger("saturation_bits")),
            MaxPool => new MaxPoolLayer(name, input, WindowJson.ReadOfPool(json)),
            AveragePool => new AveragePoolLayer(
                name, input, WindowJson.ReadOfPool(json), json.Integer("left_shift", missing: 0),
                json.Word("rounding", AverageRounding.Floor, AverageRoundings), json.OptionalInteger("wrap_bits")),
            RecurrentLayerJson.Lstm => RecurrentLayerJson.ReadLstm(json, name, input),
            RecurrentLayerJson.Gru => RecurrentLayerJson.ReadGru(json, name, input),
            LastFrame => new LastFrameLayer(name, input),
            _ => throw json.Error(
                $"'kind' is '{Excerpt.Of(kind)}', expected {Convolution}, {Depthwise}, {Pointwise}, {FullyConnected}, {Requantization}, "
                    + $"{MaxPool}, {AveragePool}, {RecurrentLayerJson.Lstm}, {RecurrentLayerJson.Gru} or {LastFrame}"),
        };
        json.RefuseOthers();
        return layer;

        int Bits() => json.Integer("weight_bits", TensorSpec.MaxWeightBits);
    }

    private static string KindOf(Layer layer) => layer switch
    {
        ConvolutionLayer => Convolution,
        DepthwiseConvolutionLayer => Depthwise,
        PointwiseConvolutionLayer => Pointwise,
        FullyConnectedLayer => FullyConnected,
        RequantizationLayer => Requantization,
        MaxPoolLayer => MaxPool,
        AveragePoolLayer => AveragePool,
        LstmLayer => RecurrentLayerJson.Lstm,
        GruLayer => RecurrentLayerJson.Gru,
        LastFrameLayer => LastFrame,
        _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
    };

    private static string WordOf<T>((string Word, T Value)[] words, T value)
        where T : struct, Enum => words.Single(word => word.Value.Equals(value)).Word;
}
