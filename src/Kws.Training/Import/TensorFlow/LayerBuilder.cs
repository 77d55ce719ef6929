using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Layers;

namespace Kws.Training.Import.TensorFlow;

/// <summary>The layers of a network, added in the order of computation.</summary>
/// <param name="features">The shape of the features.</param>
internal sealed class LayerBuilder(TensorShape features)
{
    private readonly List<FloatLayer> _layers = [];

    private TensorShape _shape = features;
    private long _weights;

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<FloatLayer> Layers => _layers;

    public void Relu(GraphNode node) => Add(new FloatReluLayer(node.Name, _shape));

    public void LastFrame(GraphNode node) => Add(new FloatLastFrameLayer(node.Name, _shape));

    public void Recurrent(RecurrentCell cell) => Add(cell.Layer(_shape));

    public void Convolution(GraphNode node, Constant weights)
    {
        ImmutableArray<int> axes = weights.Floats(Constant.Any, Constant.Any, _shape.Channels, Constant.Any).Shape;
        Window window = WindowOf(node, axes[0], axes[1]);
        RequireDimension(node, axes[3]);
        Add(new FloatConvolutionLayer(node.Name, _shape, axes[3], window, weights.Values, Zeros(axes[3])));
    }

    public void DepthwiseConvolution(GraphNode node, Constant weights)
    {
        ImmutableArray<int> axes = weights.Floats(Constant.Any, Constant.Any, _shape.Channels, 1).Shape;
        Window window = WindowOf(node, axes[0], axes[1]);
        Add(new FloatDepthwiseConvolutionLayer(node.Name, _shape, window, weights.Values, Zeros(_shape.Channels)));
    }

    public void FullyConnected(GraphNode node, Constant weights)
    {
        node.Require("transpose_a", expected: false, missing: false);
        node.Require("transpose_b", expected: false, missing: false);
        int outputs = weights.Floats(_shape.Count, Constant.Any).Shape[1];
        RequireDimension(node, outputs);
        Add(new FloatFullyConnectedLayer(node.Name, _shape, outputs, weights.Values, Zeros(outputs)));
    }

    public void AveragePool(GraphNode node)
    {
        (int time, int frequency) = node.Pair("ksize");
        Add(new FloatAveragePoolLayer(node.Name, _shape, WindowOf(node, time, frequency)));
    }

    /// <summary>A tensor of the same values in another shape. The first length, of the batch, is open.</summary>
    public void Reshape(GraphNode node, Constant shape)
    {
        int[] lengths = shape.Integers();
        if (lengths is not [-1, .. var axes] || axes.Length is 0 or > 3 || axes.Any(length => length < 1)
            || axes.Aggregate((Int128)1, (all, length) => all * length) != _shape.Count)
        {
            string found = Excerpt.Of(string.Join(", ", lengths.Take(9)));
            throw node.Error($"the shape is [{found}], expected -1 and up to 3 axes of together {_shape.Count} values");
        }

        _shape = axes switch
        {
            [var count] => new TensorShape(1, 1, count),
            [var frames, var values] => new TensorShape(frames, 1, values),
            _ => new TensorShape(axes[0], axes[1], axes[2]),
        };
    }

    /// <summary>Leaves out the axes time and frequency, which must be 1 long.</summary>
    public void Squeeze(GraphNode node)
    {
        if ((_shape.Time, _shape.Frequency) != (1, 1))
        {
            throw node.Error($"the input is {_shape}, expected 1 x 1 x channels");
        }
    }

    /// <summary>Multiplies the channels of the layer before.</summary>
    public void Scale(GraphNode node, Constant scale)
    {
        FloatSumLayer layer = SumLayer(node);
        _layers[^1] = layer.Scaled(scale.Floats(layer.Output.Channels).Values);
    }

    /// <summary>Adds to the channels of the layer before.</summary>
    public void Shift(GraphNode node, Constant shift)
    {
        FloatSumLayer layer = SumLayer(node);
        _layers[^1] = layer.Shifted(shift.Floats(layer.Output.Channels).Values);
    }

    /// <summary>gamma * (x - mean) / sqrt(variance + epsilon) + beta, folded into the layer before.</summary>
    /// <param name="node">FusedBatchNorm.</param>
    /// <param name="constants">gamma, beta, mean and variance.</param>
    public void Normalise(GraphNode node, Constant[] constants)
    {
        node.RequireChannelsLast();
        node.Require("is_training", expected: false, missing: true);
        FloatSumLayer layer = SumLayer(node);
        ImmutableArray<double>[] values = [.. constants.Select(constant => constant.Floats(layer.Output.Channels).Values)];
        (ImmutableArray<double> gamma, ImmutableArray<double> beta) = (values[0], values[1]);
        (ImmutableArray<double> mean, ImmutableArray<double> variance) = (values[2], values[3]);
        double epsilon = node.Number("epsilon", 1e-4);
        if (!variance.All(value => value + epsilon > 0))
        {
            throw node.Error("a variance is negative, expected 0 or more");
        }

        ImmutableArray<double> scale = [.. gamma.Select((value, channel) => value / Math.Sqrt(variance[channel] + epsilon))];
        _layers[^1] = layer.Scaled(scale).Shifted([.. beta.Select((value, channel) => value - (mean[channel] * scale[channel]))]);
    }

    /// <summary>Fails unless a loop has a turn for each frame.</summary>
    public void RequireFrames(GraphNode node, int turns)
    {
        if (turns != _shape.Time)
        {
            throw node.Error($"the loop has {turns} turns, expected one for each of {_shape.Time} frames");
        }
    }

    private static ImmutableArray<double> Zeros(int count) => [.. new double[count]];

    private static void RequireDimension(GraphNode node, int channels)
    {
        if (channels > Window.MaxDimension)
        {
            throw node.Error($"{channels} channels, expected 1 to {Window.MaxDimension}");
        }
    }

    private static Window WindowOf(GraphNode node, int time, int frequency)
    {
        node.RequireChannelsLast();
        (int strideTime, int strideFrequency) = node.Pair("strides");
        if (node.Has("dilations") && node.Pair("dilations") != (1, 1))
        {
            throw node.Error("attribute 'dilations' is not 1, expected no dilation");
        }

        Padding padding = node.Text("padding") switch
        {
            "VALID" => Padding.Valid,
            "SAME" => Padding.Same,
            var other => throw node.Error($"attribute 'padding' is {Excerpt.Of(other)}, expected VALID or SAME"),
        };
        return new Window(time, frequency, strideTime, strideFrequency, padding);
    }

    private void Add(FloatLayer layer)
    {
        _weights += layer.WeightCount;
        if (_weights > FloatNetwork.MaxWeights)
        {
            throw new ArgumentException($"the network has more than {FloatNetwork.MaxWeights} weights up to here");
        }

        _layers.Add(layer);
        _shape = layer.Output;
    }

    private FloatSumLayer SumLayer(GraphNode node) => _layers is [.., FloatSumLayer layer] && layer.Output == _shape
        ? layer
        : throw node.Error("expected right after Conv2D, DepthwiseConv2dNative or MatMul");
}
