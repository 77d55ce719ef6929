using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Testing;

/// <summary>
/// Small networks of every kind of layer in any order, with values from zero to the extremes. The same seed gives the same one.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="mostChannels">The most output channels of a layer.</param>
public sealed class RandomNetworks(int seed, int mostChannels = 5)
{
    private const int MaxLayers = 6;

    private readonly Random _random = new(seed);

    /// <summary>A model: each layer takes a random kind, an accumulating one is mostly followed by a requantisation.</summary>
    public KwsModel Model()
    {
        var input = new TensorShape(_random.Next(1, 9), _random.Next(1, 7), _random.Next(4) == 0 ? 2 : 1);
        var layers = new List<Layer>();
        TensorShape shape = input;
        int count = _random.Next(1, MaxLayers + 1);
        while (layers.Count < count || shape.Count > Window.MaxDimension)
        {
            bool isLast = layers.Count >= count - 1;
            layers.Add(
                isLast
                    ? FullyConnected($"fc_{layers.Count}", shape, _random.Next(1, mostChannels + 1))
                    : Any($"layer_{layers.Count}", shape));
            shape = layers[^1].Output;
            if (layers[^1] is AccumulatingLayer && _random.Next(4) != 0)
            {
                layers.Add(Requantization($"{layers[^1].Name}/narrow", shape));
            }
        }

        var network = new Network(input, layers, _random.Next(2, 9));
        return new KwsModel(network, network.Tensors.Select(Values));
    }

    /// <summary>A fingerprint: noise, or extremes.</summary>
    public sbyte[] Fingerprint(Network network)
    {
        bool isExtreme = _random.Next(3) == 0;
        return [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)(isExtreme
            ? _random.Next(2) == 0 ? network.MinInput : network.MaxInput
            : _random.Next(network.MinInput, network.MaxInput + 1)))];
    }

    private Layer Any(string name, TensorShape shape) => _random.Next(7) switch
    {
        0 or 1 =>
            new ConvolutionLayer(name, shape, _random.Next(1, mostChannels + 1), AnyWindow(shape), $"{name}/weights", Biases(name), Bits()),
        2 => new DepthwiseConvolutionLayer(name, shape, AnyWindow(shape), $"{name}/weights", Biases(name), Bits()),
        3 => new PointwiseConvolutionLayer(name, shape, _random.Next(1, mostChannels + 1), $"{name}/weights", Biases(name), Bits()),
        4 => new MaxPoolLayer(name, shape, _random.Next(2) == 0 ? null : AnyWindow(shape)),
        5 => new AveragePoolLayer(
            name, shape, _random.Next(2) == 0 ? null : AnyWindow(shape), _random.Next(4),
            _random.Next(2) == 0 ? AverageRounding.Floor : AverageRounding.TowardsZero, _random.Next(3) == 0 ? _random.Next(2, 12) : null),
        _ => FullyConnected(name, shape, _random.Next(1, mostChannels + 3)),
    };

    private FullyConnectedLayer FullyConnected(string name, TensorShape shape, int channels) =>
        new(name, shape, channels, $"{name}/weights", Biases(name), Bits());

    private RequantizationLayer Requantization(string name, TensorShape shape) => new(
        name, shape, _random.Next(9), _random.Next(2) == 0 ? Rounding.Floor : Rounding.HalfUp, _random.Next(2) == 0,
        _random.Next(3) == 0 ? null : _random.Next(4, 12));

    private Window AnyWindow(TensorShape shape)
    {
        bool isSame = _random.Next(2) == 0;
        int Kernel(int length) => _random.Next(1, isSame ? 5 : Math.Min(length, 4) + 1);
        return new Window(
            Kernel(shape.Time), Kernel(shape.Frequency), _random.Next(1, 4), _random.Next(1, 4), isSame ? Padding.Same : Padding.Valid);
    }

    private string? Biases(string name) => _random.Next(2) == 0 ? null : $"{name}/biases";

    private int Bits() => _random.Next(2, 9);

    private ImmutableArray<int> Values(TensorSpec spec)
    {
        int kind = _random.Next(4);
        return [.. Enumerable.Range(0, spec.Count).Select(_ => kind switch
        {
            _ when spec.Bits == TensorSpec.BiasBits => _random.Next(-4000, 4000),
            0 => _random.Next(2) == 0 ? spec.MinValue : spec.MaxValue,
            1 => spec.MinValue,
            _ => _random.Next(spec.MinValue, spec.MaxValue + 1),
        })];
    }
}
