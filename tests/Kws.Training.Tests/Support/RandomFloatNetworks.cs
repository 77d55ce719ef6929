using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;

namespace Kws.Training.Tests.Support;

/// <summary>Random float networks with all kinds of layers, in any order in which each takes the output before it.</summary>
internal sealed class RandomFloatNetworks(int seed)
{
    private const int Kinds = 9;

    private readonly Random _random = new(seed);
    private readonly bool _isSingle = seed % 2 == 0;

    public FloatNetwork Next()
    {
        (int frames, int coefficients) = (_random.Next(2, 9), _random.Next(1, 7));
        (int window, int hop) = (_random.Next(2, 200), _random.Next(1, 99));
        int samples = window + ((frames - 1) * hop);
        var frontEnd = new FloatFrontEnd(
            8000 + _random.Next(9000), samples, window, hop, coefficients + _random.Next(9), 10 * _random.NextDouble(),
            100 + (3000 * _random.NextDouble()), coefficients, _random.Next(2) == 0);
        var layers = new List<FloatLayer>();
        TensorShape shape = frontEnd.Output;
        for (int i = _random.Next(1, 9); i > 0; i--)
        {
            layers.Add(Layer($"{i}/{"abcé"[_random.Next(4)]}", _random.Next(6) == 0 ? Reshaped(shape) : shape));
            shape = layers[^1].Output;
        }

        layers.Add(new FloatFullyConnectedLayer("fc", new TensorShape(1, 1, shape.Count), 3, Values(3 * shape.Count), Values(3)));
        return new(frontEnd, layers, ["no", "ja <x>\\", "_unknown_"]);
    }

    private FloatLayer Layer(string name, TensorShape input)
    {
        int units = _random.Next(1, 5);
        int frame = input.Frequency * input.Channels;
        switch (_random.Next(Kinds))
        {
            case 0:
                Window window = Window(input);
                return new FloatConvolutionLayer(
                    name, input, units, window, Values(window.Taps * input.Channels * units), Values(units));
            case 1:
                Window ofChannel = Window(input);
                return new FloatDepthwiseConvolutionLayer(
                    name, input, ofChannel, Values(ofChannel.Taps * input.Channels), Values(input.Channels));
            case 2:
                return new FloatFullyConnectedLayer(name, input, units, Values(input.Count * units), Values(units));
            case 3:
                return new FloatReluLayer(name, input);
            case 4:
                return new FloatAveragePoolLayer(name, input, Window(input) with { Padding = Padding.Valid });
            case 5:
                return new FloatBasicLstmLayer(name, input, units, Values((frame + units) * 4 * units), Values(4 * units));
            case 6:
                int outputs = _random.Next(1, 5);
                return new FloatLstmLayer(
                    name, input, units, outputs, Values((frame + outputs) * 4 * units), Values(4 * units), Values(units), Values(units),
                    Values(units), Values(units * outputs));
            case 7:
                return new FloatGruLayer(
                    name, input, units, Values((frame + units) * 2 * units), Values(2 * units),
                    Values((frame + units) * units), Values(units));
            default:
                return new FloatLastFrameLayer(name, input);
        }
    }

    private Window Window(TensorShape input) => new(
        _random.Next(1, input.Time + 1), _random.Next(1, input.Frequency + 1), _random.Next(1, 4), _random.Next(1, 4),
        (Padding)_random.Next(2));

    private static TensorShape Reshaped(TensorShape shape) =>
        shape.Frequency > 1 ? new(shape.Time, 1, shape.Frequency * shape.Channels) : new(shape.Channels, shape.Time, 1);

    /// <summary>Numbers of single precision, or of double precision.</summary>
    private ImmutableArray<double> Values(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (2 * _random.NextDouble()) - 1).Select(value => _isSingle ? (float)value : value)];
}
