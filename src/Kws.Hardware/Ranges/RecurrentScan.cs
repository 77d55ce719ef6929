using System.Collections.Immutable;
using Kws.Model;
using Kws.Reference.Layers;

namespace Kws.Hardware.Ranges;

/// <summary>
/// A recurrent layer in the arithmetic of the reference, with a look at every sum and state inside, and with outputs of fewer bits where
/// that is asked for.
/// </summary>
/// <remarks>Not safe for concurrent callers.</remarks>
internal sealed class RecurrentScan
{
    private readonly RecurrentLayer _layer;
    private readonly ImmutableArray<int> _weights;
    private readonly ImmutableArray<int> _peepholes;
    private readonly ImmutableArray<int> _projection;
    private readonly ValueRange?[] _seen;

    public RecurrentScan(KwsModel model, RecurrentLayer layer)
    {
        (_layer, _weights) = (layer, model[layer.RecurrentWeights]);
        _peepholes = layer is LstmLayer { Peepholes: { } peepholes } ? model[peepholes] : [];
        _projection = layer is LstmLayer { Projection: { } projection } ? model[projection] : [];
        _seen = new ValueRange?[RecurrentQuantities.NamesOf(layer).Length];
    }

    /// <summary>The observed range of each quantity; null where nothing was seen.</summary>
    public ReadOnlySpan<ValueRange?> Seen => _seen;

    /// <summary>Includes what another scan of the layer has seen.</summary>
    public void Include(RecurrentScan other)
    {
        foreach ((int quantity, ValueRange? range) in other._seen.Index())
        {
            if (range is { } known)
            {
                See(quantity, known);
            }
        }
    }

    /// <summary>The outputs of all frames.</summary>
    /// <param name="input">The input of all frames.</param>
    /// <param name="bits">The bits of an output, at which it is saturated before the next frame reads it.</param>
    public int[] Run(ReadOnlySpan<int> input, int bits = RecurrentLayer.OutputBits)
    {
        int outputs = _layer.Output.Channels;
        var all = new int[_layer.Output.Count];
        var state = new int[_layer.Units];
        int[] y = new int[outputs];
        int most = (1 << (bits - 1)) - 1;
        for (int t = 0; t < _layer.Input.Time; t++)
        {
            ReadOnlySpan<int> x = input.Slice(t * _layer.Input.Channels, _layer.Input.Channels);
            int[] next = _layer is LstmLayer lstm ? Lstm(lstm, x, y, state) : Gru(x, y, state);
            y = Array.ConvertAll(next, value => Math.Clamp(value, -most - 1, most));
            y.CopyTo(all, t * outputs);
        }

        return all;
    }

    private int[] Gru(ReadOnlySpan<int> x, int[] y, int[] state)
    {
        int units = _layer.Units;
        var reset = new int[units];
        for (int k = 0; k < units; k++)
        {
            reset[k] = Gates.Output(Gates.Product(Gates.Sigmoid(Sum(0, k, x, y)), state[k]));
        }

        var after = new int[units];
        for (int k = 0; k < units; k++)
        {
            long update = Sum(1, k, x, y);
            int candidate = Gates.Tanh(Sum(2, k, x, reset));
            after[k] = Gates.State(
                Gates.Product(Gates.Sigmoid(update), state[k]) + Gates.Product(Gates.OneMinusSigmoid(update), candidate));
            See(RecurrentQuantities.State(_layer), ValueRange.Of(after[k]));
        }

        after.CopyTo(state, 0);
        return Array.ConvertAll(after, Gates.Output);
    }

    private int[] Lstm(LstmLayer layer, ReadOnlySpan<int> x, int[] y, int[] cells)
    {
        var h = new int[layer.Units];
        for (int k = 0; k < h.Length; k++)
        {
            int c = cells[k];
            int i = Gates.Sigmoid(Sum(0, k, x, y, c));
            int j = Gates.Tanh(Sum(1, k, x, y));
            int f = Gates.Sigmoid(Sum(2, k, x, y, c));
            c = Gates.State(Gates.Product(f, c) + Gates.Product(Gates.Product(i, j), 1 << layer.CellFraction));
            int o = Gates.Sigmoid(Sum(3, k, x, y, c));
            See(RecurrentQuantities.State(layer), ValueRange.Of(c));
            cells[k] = c;
            h[k] = Gates.Output(Gates.Product(o, Gates.TanhOfCell(c, layer.CellFraction)));
        }

        return layer.Projection is null ? h : Projected(layer, h);
    }

    private int[] Projected(LstmLayer layer, int[] h)
    {
        var output = new int[layer.Output.Channels];
        for (int l = 0; l < output.Length; l++)
        {
            long sum = Products(
                RecurrentQuantities.Projection(layer), _projection.AsSpan(l * h.Length, h.Length), h,
                (1L << layer.ProjectionShift) >> 1);
            output[l] = (int)Math.Clamp(sum >> layer.ProjectionShift, sbyte.MinValue, sbyte.MaxValue);
        }

        return output;
    }

    /// <summary>The sum of a gate of a unit, in the order of the reference.</summary>
    private long Sum(int gate, int unit, ReadOnlySpan<int> x, int[] y, int cell = 0)
    {
        int row = (gate * _layer.Units) + unit;
        long products = Products(RecurrentQuantities.Products(gate), _weights.AsSpan(row * y.Length, y.Length), y, 0);
        long sum = ((long)x[row] << _layer.InputShift) + (products << _layer.RecurrentShift);
        See(RecurrentQuantities.Sum(gate), ValueRange.Of(sum));
        if (!_peepholes.IsEmpty && RecurrentQuantities.PeepholesOf(gate) is { } peephole)
        {
            sum += (long)(_peepholes[(peephole * _layer.Units) + unit] * cell) << ((LstmLayer)_layer).PeepholeShift;
            See(RecurrentQuantities.Sum(gate), ValueRange.Of(sum));
        }

        return sum;
    }

    private long Products(int quantity, ReadOnlySpan<int> weights, ReadOnlySpan<int> values, long start)
    {
        (long sum, long least, long greatest) = (start, start, start);
        for (int k = 0; k < values.Length; k++)
        {
            sum += weights[k] * values[k];
            (least, greatest) = (Math.Min(least, sum), Math.Max(greatest, sum));
        }

        See(quantity, new ValueRange(least, greatest));
        return sum;
    }

    private void See(int quantity, ValueRange range) => _seen[quantity] = _seen[quantity]?.Union(range) ?? range;
}
