using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>
/// A network as a C program: the functions of layers.c, called with constants. <c>kws_infer(fingerprints, count, logits)</c> computes it.
/// </summary>
internal sealed class NetworkSource
{
    /// <summary>The values of a row from which on gcc multiplies along it.</summary>
    private const int LongRow = 16;

    private readonly StringBuilder _constants = new();
    private readonly StringBuilder _calls = new();
    private readonly KwsModel _model;
    private Tensor _input;
    private int _tensors;

    private NetworkSource(KwsModel model)
    {
        _model = model;
        _input = NewTensor(model.Network.Input, Border.Of(model.Network.Layers[0]));
    }

    /// <summary>The program.</summary>
    /// <exception cref="NotSupportedException">A layer is none of those of layers.c.</exception>
    public static string Of(KwsModel model) => new NetworkSource(model).Run();

    private string Run()
    {
        ImmutableArray<Layer> layers = _model.Network.Layers;
        Tensor first = _input;
        for (int i = 0; i < layers.Length; i++)
        {
            var narrowed = i + 1 < layers.Length && layers[i] is AccumulatingLayer ? layers[i + 1] as RequantizationLayer : null;
            int next = i + (narrowed is null ? 1 : 2);
            Add(layers[i], narrowed, next < layers.Length ? Border.Of(layers[next]) : null);
            i = next - 1;
        }

        TensorShape shape = _model.Network.Input;
        using var reader = new StreamReader(typeof(NetworkSource).Assembly.GetManifestResourceStream("layers.c")!);
        return Text($$"""
            {{reader.ReadToEnd()}}
            {{_constants}}
            void kws_infer(const int8_t *fingerprints, int32_t count, int32_t *logits)
            {
                for (int32_t n = 0; n < count; n++, fingerprints += {{shape.Count}}, logits += {{_model.Network.LabelCount}}) {
                    for (int t = 0; t < {{shape.Time}}; t++)
                        for (int k = 0; k < {{shape.Frequency * shape.Channels}}; k++)
                            {{first.Inside}}[t * {{first.Row}} + k] = fingerprints[t * {{shape.Frequency * shape.Channels}} + k];
            {{_calls}}
                }
            }
            """);
    }

    private void Add(Layer layer, RequantizationLayer? narrowed, Border? nextBorder)
    {
        Tensor output = nextBorder is { } border ? NewTensor(layer.Output, border) : new Tensor("0", layer.Output, default);
        string logits = nextBorder is null ? "logits" : "0";
        switch (layer)
        {
            case AccumulatingLayer sums:
                Sums(sums, narrowed, output, logits);
                break;
            case MaxPoolLayer or AveragePoolLayer { LeftShift: 0, Rounding: AverageRounding.Floor, WrapBits: null } when IsGlobal(layer):
                Call(
                    "pool", _input.Name, _input.Row, layer.Input.Time, layer.Input.Frequency, layer.Input.Channels,
                    layer is AveragePoolLayer ? 1 : 0, output.Inside);
                break;
            default:
                throw new NotSupportedException($"{layer.Name}: no C for {layer.GetType().Name} here");
        }

        _input = output;
    }

    private void Sums(AccumulatingLayer layer, RequantizationLayer? narrowed, Tensor output, string logits)
    {
        bool isDepthwise = layer is DepthwiseConvolutionLayer;
        Window window = layer switch
        {
            IWindowedLayer windowed => windowed.Window,
            FullyConnectedLayer => new Window(layer.Input.Time, layer.Input.Frequency, 1, 1, Padding.Valid),
            _ => new Window(1, 1, 1, 1, Padding.Valid),
        };
        (int channels, int inputs) = (layer.Output.Channels, layer.Input.Channels);
        (int rows, int width) = (window.KernelTime, window.KernelFrequency * (isDepthwise ? 1 : inputs));
        if (!isDepthwise && width == _input.Row)
        {
            (rows, width) = (1, rows * width);
        }

        bool isLong = !isDepthwise && width >= LongRow;
        ImmutableArray<int> values = _model[layer.Weights];
        int taps = layer.WeightsPerChannel;
        Constant("int16_t", layer, "w", isDepthwise || isLong ? values : Enumerable.Range(0, values.Length).Select(
            i => values[(i % channels * taps) + (i / channels)]));
        Constant("int32_t", layer, "b", layer.Biases is { } spec ? _model[spec] : new int[channels]);
        (int times, int frequencies) = layer is FullyConnectedLayer ? (1, 1) : (layer.Output.Time, layer.Output.Frequency);
        // In C, the smallest number of 32 bits is not a literal; no sum is that small.
        (int min, int max) = (Math.Max(narrowed?.MinOutput ?? 0, -int.MaxValue), narrowed?.MaxOutput ?? int.MaxValue);
        Call(
            isDepthwise ? "depthwise" : isLong ? "rows" : "channels_together", _input.Name, _input.Row, window.StrideTime * _input.Row,
            window.StrideFrequency * inputs, rows, width, Name(layer, "w"), Name(layer, "b"), times, frequencies, channels,
            narrowed?.Half ?? 0, narrowed?.Shift ?? 0, min, max, output.Inside, output.Row, channels, logits);
    }

    private static bool IsGlobal(Layer layer) => layer.Output is { Time: 1, Frequency: 1 }
        && layer is IWindowedLayer { Window: var window } && window.Taps == layer.Input.Time * layer.Input.Frequency;

    private Tensor NewTensor(TensorShape shape, Border border)
    {
        var tensor = new Tensor(Text($"v{_tensors++}"), shape, border);
        _constants.AppendLine(Text($"static int16_t {tensor.Name}[{(border.Top + shape.Time + border.Bottom) * tensor.Row}];"));
        return tensor;
    }

    private void Constant(string type, Layer layer, string name, IEnumerable<int> values) =>
        _constants.AppendLine(Text($"static const {type} {Name(layer, name)}[] = {{{string.Join(',', values)}}};"));

    private static string Name(Layer layer, string name) =>
        string.Concat(layer.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')) + "_" + name;

    private void Call(string function, params object[] arguments)
    {
        IEnumerable<string?> texts = arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture));
        _calls.AppendLine(Text($"        {function}({string.Join(", ", texts)});"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Values of 16 bits with a border of zeros.</summary>
    private sealed record Tensor(string Name, TensorShape Shape, Border Border)
    {
        /// <summary>The values from one time to the next.</summary>
        public int Row => (Border.Left + Shape.Frequency + Border.Right) * Shape.Channels;

        /// <summary>The first value inside the border.</summary>
        public string Inside => Text($"({Name} + {(Border.Top * Row) + (Border.Left * Shape.Channels)})");
    }
}
