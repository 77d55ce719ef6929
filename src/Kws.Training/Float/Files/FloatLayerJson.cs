using System.Collections.Immutable;
using System.Text.Json;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Training.Float.Files;

/// <summary>
/// A float layer as JSON, and its tensors: kinds, members and axes are those of model files of integers where these have them. The shape of
/// the input follows from the layer before, unless it is another shape of the same values.
/// </summary>
internal static class FloatLayerJson
{
    private const string Convolution = "convolution";
    private const string Depthwise = "depthwise_convolution";
    private const string FullyConnected = "fully_connected";
    private const string Relu = "relu";
    private const string AveragePool = "average_pool";
    private const string Lstm = "lstm";
    private const string Gru = "gru";
    private const string LastFrame = "last_frame";

    /// <summary>Writes a layer.</summary>
    /// <param name="json">Receives the object.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="before">The shape of the output of the layer before.</param>
    /// <param name="tensors">Receives the tensors.</param>
    public static void Write(Utf8JsonWriter json, FloatLayer layer, TensorShape before, List<SafeTensor> tensors)
    {
        json.WriteStartObject();
        json.WriteString("kind", KindOf(layer));
        json.WriteString("name", layer.Name);
        if (layer.Input != before && layer is not FloatFullyConnectedLayer)
        {
            json.WriteStartArray("input");
            json.WriteNumberValue(layer.Input.Time);
            json.WriteNumberValue(layer.Input.Frequency);
            json.WriteNumberValue(layer.Input.Channels);
            json.WriteEndArray();
        }

        switch (layer)
        {
            case FloatSumLayer sum:
                WriteSums(json, sum, tensors);
                break;
            case FloatAveragePoolLayer pool:
                WindowJson.Write(json, pool.Window);
                break;
            case FloatRecurrentLayer recurrent:
                FloatRecurrentJson.Write(json, recurrent, tensors);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a layer.</summary>
    /// <param name="json">The object.</param>
    /// <param name="before">The shape of the output of the layer before.</param>
    /// <param name="tensors">The tensors of the file.</param>
    /// <exception cref="KwsFormatException">A member or a tensor is missing, unknown or not as expected.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static FloatLayer Read(JsonMembers json, TensorShape before, FloatTensors tensors)
    {
        (string kind, string name) = (json.Text("kind"), json.Text("name"));
        TensorShape input = json.Has("input") ? Shape(json, before) : before;
        FloatLayer layer = kind switch
        {
            Convolution => ReadConvolution(json, name, input, tensors),
            Depthwise => ReadDepthwise(json, name, input, tensors),
            FullyConnected => ReadFullyConnected(json, name, input, tensors),
            Relu => new FloatReluLayer(name, input),
            AveragePool => new FloatAveragePoolLayer(name, input, Window.OfPool(name, input, WindowJson.ReadOfPool(json))),
            Lstm => FloatRecurrentJson.ReadLstm(json, name, input, tensors),
            Gru => FloatRecurrentJson.ReadGru(json, name, input, tensors),
            LastFrame => new FloatLastFrameLayer(name, input),
            _ => throw json.Error(
                $"'kind' is '{Excerpt.Of(kind)}', expected {Convolution}, {Depthwise}, {FullyConnected}, {Relu}, {AveragePool}, {Lstm}, "
                    + $"{Gru} or {LastFrame}"),
        };
        json.RefuseOthers();
        return layer;
    }

    private static string KindOf(FloatLayer layer) => layer switch
    {
        FloatConvolutionLayer => Convolution,
        FloatDepthwiseConvolutionLayer => Depthwise,
        FloatFullyConnectedLayer => FullyConnected,
        FloatReluLayer => Relu,
        FloatAveragePoolLayer => AveragePool,
        FloatBasicLstmLayer or FloatLstmLayer => Lstm,
        FloatGruLayer => Gru,
        FloatLastFrameLayer => LastFrame,
        _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
    };

    private static void WriteSums(Utf8JsonWriter json, FloatSumLayer layer, List<SafeTensor> tensors)
    {
        (int channels, string weights, string biases) = (layer.Output.Channels, $"{layer.Name}/weights", $"{layer.Name}/biases");
        if (layer is not FloatDepthwiseConvolutionLayer)
        {
            json.WriteNumber("channels", channels);
        }

        ImmutableArray<TensorAxis> axes;
        switch (layer)
        {
            case FloatConvolutionLayer convolution:
                WindowJson.Write(json, convolution.Window);
                axes = ConvolutionAxes(channels, convolution.Window, layer.Input.Channels);
                break;
            case FloatDepthwiseConvolutionLayer depthwise:
                WindowJson.Write(json, depthwise.Window);
                axes = DepthwiseAxes(depthwise.Window, channels);
                break;
            default:
                axes = FullyConnectedAxes(channels, layer.Input.Count);
                break;
        }

        json.WriteString("weights", weights);
        json.WriteString("biases", biases);
        tensors.Add(SafeTensor.Of(weights, axes, layer.FileWeights()));
        tensors.Add(SafeTensor.Of(biases, [new("out", channels)], layer.Biases.AsSpan()));
    }

    private static FloatConvolutionLayer ReadConvolution(JsonMembers json, string name, TensorShape input, FloatTensors tensors)
    {
        (int channels, Window window) = (Channels(json, name), WindowJson.Read(json).Check(name, input));
        return new(
            name, input, channels, window,
            [.. tensors.TakeTransposed(json.Text("weights"), ConvolutionAxes(channels, window, input.Channels))],
            tensors.TakeBiases(json.OptionalText("biases"), channels));
    }

    private static FloatDepthwiseConvolutionLayer ReadDepthwise(JsonMembers json, string name, TensorShape input, FloatTensors tensors)
    {
        Window window = WindowJson.Read(json).Check(name, input);
        return new(
            name, input, window, tensors.Take(json.Text("weights"), DepthwiseAxes(window, input.Channels)),
            tensors.TakeBiases(json.OptionalText("biases"), input.Channels));
    }

    private static FloatFullyConnectedLayer ReadFullyConnected(JsonMembers json, string name, TensorShape input, FloatTensors tensors)
    {
        int channels = Channels(json, name);
        return new(
            name, input, channels,
            [.. tensors.TakeTransposed(json.Text("weights"), FullyConnectedAxes(channels, input.Count))],
            tensors.TakeBiases(json.OptionalText("biases"), channels));
    }

    private static int Channels(JsonMembers json, string name)
    {
        int channels = json.Integer("channels");
        Window.CheckDimension(channels, $"{name}: channels");
        return channels;
    }

    /// <summary>Another shape of the values before: time, frequency and channels.</summary>
    private static TensorShape Shape(JsonMembers json, TensorShape before)
    {
        int[] lengths = [.. json.Array("input").Select(
            length => length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out int value) && value > 0 ? value : 0)];
        return lengths.Length == 3 && lengths.Aggregate((Int128)1, (count, length) => count * length) == before.Count
            ? new TensorShape(lengths[0], lengths[1], lengths[2])
            : throw json.Error(
                $"'input' is not a shape of the {before.Count} values before, expected three integers: time, frequency and channels");
    }

    private static ImmutableArray<TensorAxis> ConvolutionAxes(int channels, Window window, int inputs)
    {
        ImmutableArray<TensorAxis> axes =
            [new("channel", channels), new("time", window.KernelTime), new("frequency", window.KernelFrequency)];
        return inputs == 1 ? axes : axes.Add(new("input", inputs));
    }

    private static ImmutableArray<TensorAxis> DepthwiseAxes(Window window, int channels) =>
        [new("time", window.KernelTime), new("frequency", window.KernelFrequency), new("channel", channels)];

    private static ImmutableArray<TensorAxis> FullyConnectedAxes(int channels, int inputs) => [new("out", channels), new("in", inputs)];
}
