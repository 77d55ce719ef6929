using Kws.Model;
using Kws.Training.Layers;
using Kws.Training.Optimizer;

namespace Kws.Training.Tests.Layers;

/// <summary>Gradients are those of finite differences of the network without rounding.</summary>
public class GradientTests
{
    private static readonly TensorShape Input = new(7, 5, 1);

    private static readonly Window Overlapping = new(3, 3, 2, 1, Padding.Same);

    private static readonly Dictionary<string, Network> Networks = new()
    {
        ["convolution"] = Of(Convolution(3, new Window(3, 2, 2, 1, Padding.Valid))),
        ["convolution with borders"] = Of(Convolution(9, new Window(3, 3, 2, 2, Padding.Same), biases: "b")),
        ["convolution of channels"] = Of(Convolution(3), input => new ConvolutionLayer("x", input, 10, Overlapping, "x/w", "x/b")),
        ["depthwise"] = Of(Convolution(11), input => new DepthwiseConvolutionLayer("x", input, Overlapping, "x/w", "x/b")),
        ["depthwise of the input"] = Of(input => new DepthwiseConvolutionLayer("x", input, Overlapping, "x/w")),
        ["pointwise"] = Of(Convolution(3), input => new PointwiseConvolutionLayer("x", input, 9, "x/w", "x/b")),
        ["pointwise of the input"] = Of(input => new PointwiseConvolutionLayer("x", input, 9, "x/w")),
        ["fully connected"] = Of(input => new FullyConnectedLayer("x", input, 17, "x/w", "x/b")),
        ["fully connected of channels"] = Of(Convolution(5)),
        ["max pool"] = Of(Convolution(9), input => new MaxPoolLayer("x", input)),
        ["overlapping max pool"] = Of(Convolution(9), input => new MaxPoolLayer("x", input, Overlapping)),
        ["average pool"] = Of(Convolution(9), input => new AveragePoolLayer("x", input, leftShift: 2)),
        ["overlapping average pool"] = Of(Convolution(9), input => new AveragePoolLayer("x", input, Overlapping)),
        ["shift"] = Of(Convolution(9), input => new RequantizationLayer("x", input, 4, Rounding.HalfUp)),
        ["ReLU"] = Of(Convolution(9), input => new RequantizationLayer("x", input, 3, relu: true)),
        ["saturation"] = Of(Convolution(9), input => new RequantizationLayer("x", input, 2, saturationBits: 7)),
        ["ReLU and saturation"] = Of(Convolution(9), input => new RequantizationLayer("x", input, 2, Rounding.HalfUp, true, 6)),
        ["DS-CNN"] = DsCnn.Parse("3 9 4 4 2 2 8 3 3 1 1 5 3 3 1 1"),
        ["DNN"] = Dnn.Create([12, 9]),
        ["small DNN"] = Of(input => new FullyConnectedLayer("x", input, 9, "x/w"), input => new RequantizationLayer("r", input, 4)),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_that_of_finite_differences(string network)
    {
        var example = new Example(Networks[network]);
        foreach ((ParameterBlock block, double[] slopes) in example.Gradients())
        {
            example.AssertDifferences(block, slopes);
        }
    }

    /// <summary>After ReLU the largest value is often a zero that many positions have. All of them move with the bias.</summary>
    [Fact]
    public void A_maximum_that_several_positions_share_gets_the_gradient_once()
    {
        var example = new Example(Of(Convolution(9, biases: "b"), input => new MaxPoolLayer("x", input, Overlapping)));
        Array.Clear(example.Blocks[0].Latent);
        (ParameterBlock biases, double[] slopes) = example.Gradients().Single(one => one.Block.Spec.Name == "b");
        example.AssertDifferences(biases, slopes);
    }

    private static Func<TensorShape, Layer> Convolution(int channels, Window? window = null, string? biases = null) => shape =>
        new ConvolutionLayer("conv", shape, channels, window ?? new Window(3, 2, 1, 1, Padding.Valid), "w", biases, 6);

    private static Network Of(params Func<TensorShape, Layer>[] kinds)
    {
        List<Layer> layers = [];
        foreach (Func<TensorShape, Layer> kind in kinds)
        {
            layers.Add(kind(Last()));
        }

        layers.Add(new FullyConnectedLayer("fc", Last(), 3, "fc/w", "fc/b"));
        return new Network(Input, layers);

        TensorShape Last() => layers.Count > 0 ? layers[^1].Output : Input;
    }

    /// <summary>A network with random weights, and the loss of one fingerprint.</summary>
    private sealed class Example
    {
        /// <summary>The change of the loss by a step: small beside its curvature, and large beside the last bit of a double.</summary>
        private const double Change = 1e-6;

        private readonly TrainingLayer[] _layers;
        private readonly Workspace _workspace;
        private readonly sbyte[] _fingerprint;
        private readonly float[] _gradient;
        private readonly double _scale = 1;

        public Example(Network network)
        {
            _layers = LayerList.Of(network, _ => 0, isRounded: false);
            Blocks = [.. LayerList.Blocks(_layers)];
            InitialWeights.Fill(network, Blocks.ToDictionary(block => block.Spec), 7);
            var random = new Random(5);
            _fingerprint = [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)random.Next(-32, 32))];
            _gradient = new float[network.LabelCount];
            _workspace = new Workspace(network, _layers) { ParameterGradient = new float[Blocks.Sum(block => block.Length)] };
            _scale = 1 / Math.Sqrt(Logits().Average(logit => logit * logit));
        }

        public ParameterBlock[] Blocks { get; }

        /// <summary>The mean gradients of two runs, of which the second one begins with what the first one left.</summary>
        public IEnumerable<(ParameterBlock Block, double[] Slopes)> Gradients()
        {
            for (int run = 0; run < 2; run++)
            {
                Loss();
                _workspace.LoadGradient(_gradient);
                foreach (TrainingLayer layer in _layers.Reverse())
                {
                    layer.Backward(_workspace);
                }
            }

            return [.. Blocks.Select(block =>
                (block, block.Gather([.. block.Of(_workspace.ParameterGradient).ToArray().Select(value => value / 2.0)])))];
        }

        public void AssertDifferences(ParameterBlock block, double[] slopes)
        {
            double size = slopes.Max(Math.Abs);
            Assert.True(size > 0, $"{block.Spec.Name} has no gradient");
            for (int i = 0; i < slopes.Length; i++)
            {
                double step = Change / size;
                double slope = (LossAt(block, i, step) - LossAt(block, i, -step)) / (2 * step);
                Assert.True(
                    Math.Abs(slope - slopes[i]) < 1e-4 * size, $"{block.Spec.Name} {i}: {slopes[i]}, by differences {slope} ({size})");
            }
        }

        private double LossAt(ParameterBlock block, int index, double change)
        {
            double[] values = block.Gather(block.Latent);
            values[index] += change;
            block.Scatter(values, block.Latent);
            double loss = Loss();
            values[index] -= change;
            block.Scatter(values, block.Latent);
            return loss;
        }

        private double Loss() => SoftmaxLoss.Of(Logits(), 1, _scale, _gradient).Loss;

        private double[] Logits()
        {
            foreach (ParameterBlock block in Blocks)
            {
                block.Round();
            }

            _workspace.Load(_fingerprint);
            foreach (TrainingLayer layer in _layers)
            {
                layer.Prepare();
                layer.Forward(_workspace);
            }

            return _workspace.Logits().ToArray();
        }
    }
}
