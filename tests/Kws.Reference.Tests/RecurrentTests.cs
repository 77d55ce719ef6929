using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Model;

namespace Kws.Reference.Tests;

/// <summary>Recurrent layers against the formulas of docs/explain/numerics.md in double precision, exact for these numbers.</summary>
public class RecurrentTests
{
    [Property(MaxTest = 200)]
    public void Lstm_gives_its_formulas(int seed)
    {
        var random = new Random(seed);
        (int frames, int units) = (random.Next(1, 5), random.Next(1, 4));
        var input = new TensorShape(frames, 1, 4 * units);
        var projection = new LstmProjection("projection", random.Next(1, 4), random.Next(0, 10));
        var layer = new LstmLayer(
            "lstm", input, random.Next(8, 13), "weights", random.Next(5, 12), random.Next(7, 14),
            random.Next(2) == 0 ? null : new LstmPeepholes("peepholes", random.Next(0, 5)), random.Next(2) == 0 ? null : projection);
        var model = Random(layer, random, out int[] x);
        ImmutableArray<int> weights = model[layer.RecurrentWeights];
        ImmutableArray<int>? peepholes = layer.Peepholes is { } p ? model[p] : null;
        (double[] c, double[] h, double[] y) = (new double[units], new double[units], new double[layer.Output.Channels]);
        var expected = new List<int>();
        for (int t = 0; t < frames; t++)
        {
            for (int k = 0; k < units; k++)
            {
                double Sum(int gate) => Gate(layer, weights, x, t, y, (gate * units) + k);
                double Peephole(int row) => (peepholes?[(row * units) + k] ?? 0) * c[k] * Math.Pow(2, layer.PeepholeShift);
                double i = Sigmoid(Sum(0) + Peephole(0));
                double f = Sigmoid(Sum(2) + Peephole(1));
                double candidate = Rounded(Rounded(i * Tanh(Sum(1)), 15) * Math.Pow(2, layer.CellFraction), 15);
                c[k] = Math.Clamp(Rounded(f * c[k], 15) + candidate, -32768, 32767);

                // The table's argument has 12 bits behind the point, and is twice that of tanh.
                double most = Math.Floor(32767 / Math.Pow(2, 13 - layer.CellFraction));
                double tanh = TanhTable.Value((int)(Math.Clamp(c[k], -most, most) * Math.Pow(2, 13 - layer.CellFraction)));
                h[k] = Byte(Rounded(Rounded(Sigmoid(Sum(3) + Peephole(2)) * tanh, 15), 8));
            }

            y = layer.Projection is null ? [.. h] : [.. Enumerable.Range(0, y.Length).Select(o => Byte(Rounded(
                h.Select((value, k) => model[layer.Projection][(o * units) + k] * value).Sum(), layer.ProjectionShift)))];
            expected.AddRange(y.Select(value => (int)value));
        }

        Assert.Equal(expected, new ReferenceClassifier(model).Run(layer, x));
    }

    [Property(MaxTest = 200)]
    public void Gru_gives_its_formulas(int seed)
    {
        var random = new Random(seed);
        (int frames, int units) = (random.Next(1, 5), random.Next(1, 4));
        var layer = new GruLayer("gru", new TensorShape(frames, 1, 3 * units), random.Next(8, 13), "weights", random.Next(5, 12));
        var model = Random(layer, random, out int[] x);
        ImmutableArray<int> weights = model[layer.RecurrentWeights];
        (double[] h, double[] y) = (new double[units], new double[units]);
        var expected = new List<int>();
        for (int t = 0; t < frames; t++)
        {
            double[] reset = [.. h.Select((state, k) => Byte(Rounded(Rounded(Sigmoid(Gate(layer, weights, x, t, y, k)) * state, 15), 8)))];
            h = [.. h.Select((state, k) =>
            {
                double update = Gate(layer, weights, x, t, y, units + k);
                double candidate = Tanh(Gate(layer, weights, x, t, reset, (2 * units) + k));

                // 1 - sigmoid(a), floored like the sigmoid itself.
                double rest = Math.Floor((32768 - Table(update, 6)) / 2);
                return Math.Clamp(Rounded(Sigmoid(update) * state, 15) + Rounded(rest * candidate, 15), -32768, 32767);
            })];
            y = [.. h.Select(state => Byte(Rounded(state, 8)))];
            expected.AddRange(y.Select(value => (int)value));
        }

        Assert.Equal(expected, new ReferenceClassifier(model).Run(layer, x));
    }

    [Fact]
    public void The_last_frame_is_the_output_after_the_whole_clip()
    {
        var layer = new LastFrameLayer("last", new TensorShape(3, 1, 2));
        var model = new KwsModel(new Network(layer.Input, [layer]), []);
        Assert.Equal([5, 6], new ReferenceClassifier(model).Run(layer, [1, 2, 3, 4, 5, 6]));
    }

    private static KwsModel Random(RecurrentLayer layer, Random random, out int[] input)
    {
        input = [.. Enumerable.Range(0, layer.Input.Count).Select(_ => random.Next(-800, 800))];
        return new KwsModel(
            new Network(layer.Input, [layer], inputBits: 8),
            layer.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-128, 128)).ToImmutableArray()));
    }

    /// <summary>The sum of a gate: its input, and its recurrent weights times the outputs of the frame before.</summary>
    private static double Gate(RecurrentLayer layer, ImmutableArray<int> weights, int[] x, int frame, double[] y, int row) =>
        (x[(frame * layer.Input.Channels) + row] * Math.Pow(2, layer.InputShift))
        + (y.Select((value, k) => weights[(row * y.Length) + k] * value).Sum() * Math.Pow(2, layer.RecurrentShift));

    private static double Sigmoid(double sum) => Math.Floor((32768 + Table(sum, 6)) / 2);

    private static double Tanh(double sum) => Table(sum, 5);

    private static double Table(double sum, int shift) => TanhTable.Value((int)Math.Clamp(Rounded(sum, shift), -32767, 32767));

    private static double Byte(double value) => Math.Clamp(value, -128, 127);

    /// <summary>value / 2^bits, to the nearest integer, halves up.</summary>
    private static double Rounded(double value, int bits) => Math.Floor((value / Math.Pow(2, bits)) + 0.5);
}
