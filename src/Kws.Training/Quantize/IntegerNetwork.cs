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
    private readonly TensorShape _input;
    private readonly ImmutableArray<RecurrentIntegers?> _recurrent;

    /// <param name="network">The float network.</param>
    /// <exception cref="ArgumentException">It has a layer or a front end that has no integers.</exception>
    public IntegerNetwork(FloatNetwork network)
    {
        (_network, Stages, _input) = (network, Stage.Of(network), network.FrontEnd.Output);
        CheckShapes();
        _recurrent = [.. Stages.Select(stage => stage.Layer is FloatRecurrentLayer layer ? new RecurrentIntegers(layer) : null)];
        FrontEnd = IntegerFrontEnd.Of(network.FrontEnd);
    }

    /// <summary>The front end, without bits behind the binary point.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The stages of the network.</summary>
    public ImmutableArray<Stage> Stages { get; }

    /// <summary>The scale of the logits of a network with these scales.</summary>
    public static int LogitFractionOf(Scales scales) =>
        Math.Min(LogitFraction, scales.InputOf(scales.Stages.Length - 1) + scales.Stages[^1].Weights);

    /// <summary>The integers of a recurrent layer; null for other stages.</summary>
    public RecurrentIntegers? Recurrent(int stage) => _recurrent[stage];

    /// <summary>Makes the model.</summary>
    public KwsModel Model(Scales scales)
    {
        var layers = new List<Layer>();
        var tensors = new List<ImmutableArray<int>>();
        TensorShape shape = _input;
        for (int i = 0; i < Stages.Length; i++)
        {
            (Stage stage, StageScales stageScales, int input) = (Stages[i], scales.Stages[i], scales.InputOf(i));
            bool isLast = i == Stages.Length - 1;
            int output = isLast ? LogitFractionOf(scales) : stageScales.Output;
            switch (stage.Layer)
            {
                case FloatSumLayer sum:
                    layers.Add(LayerOf(sum, shape));
                    tensors.Add([.. sum.FileWeights().Select(weight => FractionErrors.Integer(weight, stageScales.Weights))]);
                    tensors.Add([.. sum.Biases.Select(bias => FractionErrors.Word(bias, input + stageScales.Weights))]);
                    int shift = Math.Clamp(input + stageScales.Weights - output, 0, MostShift);
                    layers.Add(new RequantizationLayer(
                        $"{sum.Name}/requantized", layers[^1].Output, shift, Rounding.HalfUp, stage.Relu, isLast ? null : Bits));
                    break;
                case FloatRecurrentLayer:
                    _recurrent[i]!.Add(input, stageScales, shape, layers, tensors);
                    if (stage.LastFrame is { } last)
                    {
                        layers.Add(new LastFrameLayer(last.Name, layers[^1].Output));
                    }

                    break;
                default:
                    var pool = (FloatAveragePoolLayer)stage.Layer;
                    layers.Add(new AveragePoolLayer(pool.Name, shape, pool.Window, output - input));
                    layers.Add(new RequantizationLayer(
                        $"{pool.Name}/saturated", layers[^1].Output, 0, relu: stage.Relu, saturationBits: Bits));
                    break;
            }

            shape = layers[^1].Output;
        }

        return new KwsModel(
            new Network(_input, layers, Bits), tensors, _network.Labels, FrontEnd with { FractionBits = scales.Input });
    }

    /// <summary>
    /// Refuses layers that take the values before in another shape. One row of them is none: it is what a fully connected layer takes. A
    /// recurrent layer takes all values of a frame as they are.
    /// </summary>
    private void CheckShapes()
    {
        TensorShape shape = _input;
        foreach (Stage stage in Stages)
        {
            FloatLayer layer = stage.Layer;
            if (layer is not FloatFullyConnectedLayer && layer.Input != shape
                && !(layer is FloatRecurrentLayer && layer.Input.Time == shape.Time))
            {
                throw new ArgumentException($"{layer.Name}: the input is {layer.Input}, expected {shape} as the layer before gives it");
            }

            shape = (stage.LastFrame ?? layer).Output;
        }
    }

    /// <summary>The name of the layer of integers that gives the output of a stage.</summary>
    public static string EndOf(Stage stage) => stage switch
    {
        { Layer: FloatSumLayer } => $"{stage.Layer.Name}/requantized",
        { Layer: FloatRecurrentLayer } => (stage.LastFrame ?? stage.Layer).Name,
        _ => $"{stage.Layer.Name}/saturated",
    };

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
}
