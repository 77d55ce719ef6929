using Kws.Model;
using Kws.Training.Optimizer;
using Kws.Training.Tests.Support;

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
        ["max pool of the input"] = Of(input => new MaxPoolLayer("x", input, Overlapping)),
        ["average pool of the input"] = Of(input => new AveragePoolLayer("x", input, Overlapping)),
        ["shift of the input"] = Of(input => new RequantizationLayer("x", input, 2)),
        ["small DNN"] = Of(input => new FullyConnectedLayer("x", input, 9, "x/w"), input => new RequantizationLayer("r", input, 4)),
    };

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_that_of_finite_differences(string network) => new GradientExample(Networks[network]).AssertDifferences();

    /// <summary>After ReLU the largest value is often a zero that many positions have. All of them move with the bias.</summary>
    [Fact]
    public void A_maximum_that_several_positions_share_gets_the_gradient_once()
    {
        var example = new GradientExample(Of(Convolution(9, biases: "b"), input => new MaxPoolLayer("x", input, Overlapping)));
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
}
