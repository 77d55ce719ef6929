using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Bounds of the inside of a recurrent layer: every input, output and state at the worst of its range, whatever the others are. Those of a
/// sum hold for its parts added in any order.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="weights">The range of a tensor's value by its index.</param>
internal sealed class RecurrentIntervals(RecurrentLayer layer, Func<TensorSpec, int, ValueRange> weights)
{
    private static readonly ValueRange Short = new(short.MinValue, short.MaxValue);

    /// <summary>The bounds of all quantities, in the order of <see cref="RecurrentQuantities"/>.</summary>
    /// <param name="input">The range of each channel of the input.</param>
    public ImmutableArray<InsideRange> Inside(IReadOnlyList<ValueRange> input)
    {
        var lstm = layer as LstmLayer;
        ValueRange state = lstm is null ? Short : Cell(lstm);
        var ranges = new List<ValueRange>();
        for (int gate = 0; gate < layer.Gates; gate++)
        {
            ValueRange products = default;
            ValueRange sum = default;
            for (int unit = 0; unit < layer.Units; unit++)
            {
                int row = (gate * layer.Units) + unit;
                ValueRange product = Products(layer.RecurrentWeights, row, layer.Output.Channels);
                products = products.Union(product);
                sum = sum.Union(
                    Part(input[row], layer.InputShift) + Part(product, layer.RecurrentShift) + Peephole(lstm, gate, unit, state));
            }

            ranges.AddRange(products, sum);
        }

        ranges.Add(state);
        if (lstm?.Projection is { } projection)
        {
            // A sum begins with what rounds it.
            ranges.Add(ValueRange.Of((1L << lstm.ProjectionShift) >> 1) + ValueRange.Union(
                Enumerable.Range(0, layer.Output.Channels).Select(output => Products(projection, output, layer.Units))));
        }

        return [.. RecurrentQuantities.NamesOf(layer).Zip(ranges, (name, range) => new InsideRange(name, range))];
    }

    /// <summary>A frame adds at most 1, and the rest of the state never grows.</summary>
    private static ValueRange Cell(LstmLayer layer)
    {
        long most = (long)layer.Input.Time << layer.CellFraction;
        return new ValueRange(-most, most).Intersect(Short);
    }

    /// <summary>Sums of the products of a row of weights with outputs.</summary>
    private ValueRange Products(TensorSpec spec, int row, int count) => Enumerable.Range(row * count, count)
        .Aggregate(default(ValueRange), (sum, i) => sum + Part(RecurrentBounds.Output * weights(spec, i), 0));

    private ValueRange Peephole(LstmLayer? layer, int gate, int unit, ValueRange state) =>
        layer?.Peepholes is { } spec && RecurrentQuantities.PeepholesOf(gate) is { } row
            ? Part(state * weights(spec, (row * layer.Units) + unit), layer.PeepholeShift)
            : default;

    /// <summary>A part of a sum, which comes sooner or later.</summary>
    private static ValueRange Part(ValueRange range, int shift) =>
        new ValueRange(range.Least << shift, range.Greatest << shift).Union(default);
}
