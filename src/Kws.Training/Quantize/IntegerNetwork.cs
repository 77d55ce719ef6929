using System.Collections.Immutable;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>
/// Makes the network of integers of a float network and scales. Weights and values have 8 bits, biases 32. After every stage a shift right
/// with rounding half up brings sums to the scale of the outputs, and values are saturated to 8 bits. Logits are not saturated; they have
/// the scale of <see cref="Scores"/> where their sums are fine enough.
/// </summary>
internal sealed class IntegerNetwork
{
    private const int Bits = 8;
    private const int MostShift = 31;

    /// <summary>log2 of the scale of logits that <see cref="Scores"/> takes.</summary>
    private static readonly int LogitFraction = -(int)Math.Round(Math.Log2(Scores.DefaultScale));

    private readonly FloatNetwork _network;
    private readonly ImmutableArray<Stage> _stages;
    private readonly TensorShape _input;

    /// <param name="network">The float network.</param>
    /// <exception cref="ArgumentException">It has a layer or a front end that has no integers.</exception>
    public IntegerNetwork(FloatNetwork network)
    {
        (_network, _stages, _input) = (network, Stage.Of(network), network.FrontEnd.Output);
        FrontEnd = IntegerFrontEnd.Of(network.FrontEnd);
    }

    /// <summary>The front end, without bits behind the binary point.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The stages of the network.</summary>
    public ImmutableArray<Stage> Stages => _stages;

    /// <summary>The scale of the logits of a network with these scales.</summary>
    public static int LogitFractionOf(Scales scales) =>
        Math.Min(LogitFraction, scales.InputOf(scales.Weights.Length - 1) + scales.Weights[^1]);

    /// <summary>Makes the model.</summary>
    public KwsModel Model(Scales scales)
    {
        var layers = new List<Layer>();
        var tensors = new List<ImmutableArray<int>>();
        TensorShape shape = _input;
        for (int i = 0; i < _stages.Length; i++)
        {
            (Stage stage, int input) = (_stages[i], scales.InputOf(i));
            bool isLast = i == _stages.Length - 1;
            int output = isLast ? LogitFractionOf(scales) : scales.Outputs[i];
            if (stage.Layer is FloatSumLayer sum)
            {
                layers.Add(LayerOf(sum, shape));
                tensors.Add([.. Transposed(sum).Select(weight => FractionErrors.Integer(weight, scales.Weights[i]))]);
                tensors.Add([.. sum.Biases.Select(bias => Bias(bias, input + scales.Weights[i]))]);
                int shift = Math.Clamp(input + scales.Weights[i] - output, 0, MostShift);
                layers.Add(new RequantizationLayer(
                    $"{sum.Name}/requantized", layers[^1].Output, shift, Rounding.HalfUp, stage.Relu, isLast ? null : Bits));
            }
            else
            {
                var pool = (FloatAveragePoolLayer)stage.Layer;
                layers.Add(new AveragePoolLayer(pool.Name, shape, pool.Window, output - input));
                layers.Add(new RequantizationLayer($"{pool.Name}/saturated", layers[^1].Output, 0, relu: stage.Relu, saturationBits: Bits));
            }

            shape = layers[^1].Output;
        }

        return new KwsModel(
            new Network(_input, layers, Bits), tensors, _network.Labels, FrontEnd with { FractionBits = scales.Input });
    }

    /// <summary>A convolution of 1 x 1 with stride 1 is the pointwise one, for which there are kernels.</summary>
    private static AccumulatingLayer LayerOf(FloatSumLayer layer, TensorShape input)
    {
        (string name, string weights, string biases) = (layer.Name, $"{layer.Name}/weights", $"{layer.Name}/biases");
        return layer switch
        {
            FloatConvolutionLayer { Window: { Taps: 1, StrideTime: 1, StrideFrequency: 1 } } =>
                new PointwiseConvolutionLayer(name, input, layer.Output.Channels, weights, biases),
            FloatConvolutionLayer convolution =>
                new ConvolutionLayer(name, input, layer.Output.Channels, convolution.Window, weights, biases),
            FloatDepthwiseConvolutionLayer depthwise => new DepthwiseConvolutionLayer(name, input, depthwise.Window, weights, biases),
            _ => new FullyConnectedLayer(name, input, layer.Output.Channels, weights, biases),
        };
    }

    /// <summary>The weights with the output channel slowest, as integers are stored; those of a depthwise layer as they are.</summary>
    private static IEnumerable<double> Transposed(FloatSumLayer layer)
    {
        int channels = layer is FloatDepthwiseConvolutionLayer ? 1 : layer.Output.Channels;
        return from channel in Enumerable.Range(0, channels)
               from i in Enumerable.Range(0, layer.Weights.Length / channels)
               select layer.Weights[(i * channels) + channel];
    }

    private static int Bias(double value, int fraction) =>
        (int)Math.Clamp(Math.Round(Math.ScaleB(value, fraction)), int.MinValue, int.MaxValue);
}
