using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Import;

/// <summary>The layers and tensors of a deployment, read one after the other. Each sum is followed by a requantisation to 8 bits.</summary>
/// <param name="directory">The folder with the weights.</param>
/// <param name="input">The shape of the fingerprint.</param>
/// <param name="read">Reads all bytes of a file, from its path and the most bytes that it may have.</param>
internal sealed class CmsisLayers(string directory, TensorShape input, Func<string, int, byte[]> read)
{
    private const int Bits = 8;

    /// <summary>A bias of 8 bits shifted further left would not fit 32 bits.</summary>
    private const int MaxBiasShift = 24;

    private const string Convolution = "convolution";
    private const string Depthwise = "depthwise_convolution";
    private const string Pointwise = "pointwise_convolution";
    private const string FullyConnected = "fully_connected";
    private const string AveragePool = "average_pool";

    private readonly List<Layer> _layers = [];
    private readonly List<ImmutableArray<int>> _tensors = [];

    /// <summary>The layers so far.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>The values of their tensors, in the order of <see cref="Network.Tensors"/>.</summary>
    public IReadOnlyList<ImmutableArray<int>> Tensors => _tensors;

    private TensorShape Shape => _layers.Count == 0 ? input : _layers[^1].Output;

    /// <summary>Reads a layer and its files.</summary>
    /// <exception cref="KwsFormatException">A member or a file is missing or not as it should be.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public void Add(JsonMembers json)
    {
        string kind = json.Text("kind");
        string name = json.Text("name");
        CmsisShapes.Check(json, "input_shape", Shape);
        (string weights, string biases) = ($"{name}/weights", $"{name}/biases");
        switch (kind)
        {
            case Convolution:
                int inputs = Shape.Channels;
                var convolution = new ConvolutionLayer(
                    name, Shape, CmsisShapes.Channels(json), CmsisShapes.Window(json, name, Shape), weights, biases);
                Window window = convolution.Window;
                AddSums(json, convolution, ["output channel", "kernel row (time)", "kernel column (coefficient)", "input channel"],
                    convolution.Output.Channels, window.KernelTime, window.KernelFrequency, inputs);
                break;
            case Depthwise:
                var depthwise = new DepthwiseConvolutionLayer(name, Shape, CmsisShapes.Window(json, name, Shape), weights, biases);
                AddSums(json, depthwise, ["kernel row (time)", "kernel column (coefficient)", "channel"],
                    depthwise.Window.KernelTime, depthwise.Window.KernelFrequency, Shape.Channels);
                break;
            case Pointwise:
                var pointwise = new PointwiseConvolutionLayer(name, Shape, CmsisShapes.Channels(json), weights, biases);
                AddSums(json, pointwise, ["output channel", "input channel"], pointwise.Output.Channels, Shape.Channels);
                break;
            case FullyConnected:
                var fullyConnected = new FullyConnectedLayer(name, Shape, CmsisShapes.Channels(json), weights, biases);
                AddSums(json, fullyConnected, ["output", "input"], fullyConnected.Output.Channels, Shape.Count);
                break;
            case AveragePool:
                AddPool(json, name);
                break;
            default:
                throw json.Error($"'kind' is '{Excerpt.Of(kind)}', expected {Convolution}, {Depthwise}, {Pointwise}, {FullyConnected} or "
                    + $"{AveragePool}");
        }
    }

    /// <summary>C code stores the quotient into a byte without saturation: it keeps the low 8 bits.</summary>
    private void AddPool(JsonMembers json, string name)
    {
        var pool = new AveragePoolLayer(
            name, Shape, CmsisShapes.Window(json, name, Shape), json.Integer("out_left_shift"), AverageRounding.TowardsZero, Bits);
        CmsisShapes.Check(json, "output_shape", pool.Output);
        _layers.Add(pool);
        if (Relu(json))
        {
            _layers.Add(new RequantizationLayer($"{name}/relu", Shape, 0, relu: true));
        }
    }

    private void AddSums(JsonMembers json, AccumulatingLayer layer, string[] axes, params int[] shape)
    {
        CmsisShapes.Check(json, "output_shape", layer.Output);
        CheckAxes(json, axes);
        int biasShift = json.Integer("bias_shift");
        if (biasShift is < 0 or > MaxBiasShift)
        {
            throw json.Error($"'bias_shift' is {biasShift}, expected 0 to {MaxBiasShift}");
        }

        _layers.Add(layer);
        _tensors.Add([.. Values(json, "weights", shape)]);
        _tensors.Add([.. Values(json, "bias", layer.Output.Channels).Select(value => value << biasShift)]);
        _layers.Add(new RequantizationLayer(
            $"{layer.Name}/requantized", Shape, json.Integer("out_shift"), Rounding.HalfUp, Relu(json), Bits));
    }

    /// <summary>Refuses weights in another order, as the interleaved one of the fast kernels.</summary>
    private static void CheckAxes(JsonMembers json, string[] axes)
    {
        string[] stated = [.. json.Array("weight_axes").Select(axis => axis.ToString())];
        if (!stated.SequenceEqual(axes))
        {
            throw json.Error(
                $"'weight_axes' is [{Excerpt.Of(string.Join(", ", stated))}], expected [{string.Join(", ", axes)}]");
        }
    }

    private static bool Relu(JsonMembers json) => json.Boolean("relu", missing: false);

    private IEnumerable<int> Values(JsonMembers json, string member, params int[] shape)
    {
        string path = FolderFile.PathOf(directory, json.Text(member), json.Error);
        return Int8Array.Parse(read(path, Int8Array.MaxLength(shape)), path, shape).Select(value => (int)value);
    }
}
