using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Benchmarks.Networks;

/// <summary>The networks of the comparison, with random weights; always the same.</summary>
internal static class NetworkModels
{
    /// <summary>The models by name.</summary>
    public static IEnumerable<(string Name, Func<KwsModel> Make)> All { get; } =
    [
        ("default, 2 labels", () => Random(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 2), 31)),
        ("default, 12 labels", () => Random(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 12), 31)),
        ("default, 35 labels", () => Random(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 35), 31)),
        ("2 64 10 4 2 2 64 3 3 1 1, 35 labels", () => Random(DsCnn.Parse("2 64 10 4 2 2 64 3 3 1 1", 35), 31)),
        ("3 32 4 4 2 2 32 3 3 1 1 16 3 3 1 1", () => Random(DsCnn.Parse("3 32 4 4 2 2 32 3 3 1 1 16 3 3 1 1"), 31)),
        ("DNN S", () => Random(Dnn(144), 63)),
        ("DNN M", () => Random(Dnn(256), 63)),
        ("DNN L", () => Random(Dnn(436), 63)),
        ("CNN S", () => Random(Cnn(28, 30, 16), 63)),
        ("CNN M", () => Random(Cnn(64, 48, 16), 63)),
        ("CNN L", () => Random(Cnn(60, 76, 58), 63)),
        ("DS-CNN S", () => Random(DsCnnOf(64, 4, new Window(10, 4, 2, 2, Padding.Same), 1), 63)),
        ("DS-CNN M", () => Random(DsCnnOf(172, 4, new Window(10, 4, 2, 1, Padding.Same), 2), 63)),
        ("DS-CNN L", () => Random(DsCnnOf(276, 5, new Window(10, 4, 2, 1, Padding.Same), 2), 63)),
    ];

    private static Network Dnn(int width)
    {
        var layers = new Layers(new TensorShape(25, 10, 1));
        for (int i = 1; i <= 3; i++)
        {
            layers.Add((name, input) => new FullyConnectedLayer(name, input, width, name + "/w", name + "/b"), isNarrowed: true);
        }

        return layers.Network();
    }

    private static Network Cnn(int first, int second, int narrow)
    {
        var layers = new Layers(new TensorShape(49, 10, 1));
        layers.Add(
            (name, input) => new ConvolutionLayer(name, input, first, new Window(10, 4, 1, 1, Padding.Valid), name + "/w", name + "/b"),
            true);
        layers.Add(
            (name, input) => new ConvolutionLayer(name, input, second, new Window(10, 4, 2, 1, Padding.Valid), name + "/w", name + "/b"),
            true);
        layers.Add((name, input) => new FullyConnectedLayer(name, input, narrow, name + "/w", name + "/b"), true, relu: false);
        layers.Add((name, input) => new FullyConnectedLayer(name, input, 128, name + "/w", name + "/b"), true);
        return layers.Network();
    }

    private static Network DsCnnOf(int channels, int blocks, Window first, int stride)
    {
        var layers = new Layers(new TensorShape(49, 10, 1));
        layers.Add((name, input) => new ConvolutionLayer(name, input, channels, first, name + "/w", name + "/b"), true);
        for (int i = 0; i < blocks; i++)
        {
            int s = i == 0 ? stride : 1;
            layers.Add(
                (name, input) => new DepthwiseConvolutionLayer(name, input, new Window(3, 3, s, s, Padding.Same), name + "/w", name + "/b"),
                true);
            layers.Add((name, input) => new PointwiseConvolutionLayer(name, input, channels, name + "/w", name + "/b"), true);
        }

        layers.Add((name, input) => new AveragePoolLayer(name, input), false);
        return layers.Network();
    }

    private static KwsModel Random(Network network, int most)
    {
        var random = new Random(5);
        return new KwsModel(network, network.Tensors.Select(spec => ImmutableArray.CreateRange(Enumerable.Range(0, spec.Count).Select(_ =>
            spec.Bits == TensorSpec.BiasBits
                ? random.Next(-1000, 1000)
                : (int)Math.Clamp(Math.Round(Normal(random) * most / 3), -most, most)))));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Layers in a row, each of a deployment of 8 bits: half up, ReLU, saturation.</summary>
    private sealed class Layers(TensorShape input)
    {
        private readonly List<Layer> _layers = [];

        private TensorShape Shape => _layers.Count == 0 ? input : _layers[^1].Output;

        public void Add(Func<string, TensorShape, Layer> make, bool isNarrowed, bool relu = true)
        {
            Layer layer = make($"layer_{_layers.Count}", Shape);
            _layers.Add(layer);
            if (isNarrowed)
            {
                int terms = ((AccumulatingLayer)layer).WeightsPerChannel;
                _layers.Add(new RequantizationLayer(
                    layer.Name + "/narrow", Shape, Math.Max(5, (int)Math.Round(Math.Log2(21 * Math.Sqrt(terms)))), Rounding.HalfUp, relu,
                    8));
            }
        }

        public Network Network()
        {
            Add((name, input) => new FullyConnectedLayer(name, input, 12, name + "/w", name + "/b"), isNarrowed: false);
            return new Network(input, _layers, 8);
        }
    }
}
