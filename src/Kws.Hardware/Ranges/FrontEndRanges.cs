using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>The proven ranges of one step of the integer front end; null is what the step does not have.</summary>
/// <param name="Name">The name of the step.</param>
/// <param name="Operand">A multiplier's operand that is a value of the step before.</param>
/// <param name="Weight">The other one, from a table.</param>
/// <param name="Product">Their product.</param>
/// <param name="Sum">The adder: every sum, with what rounds it.</param>
/// <param name="Value">What the step leaves.</param>
public sealed record FrontEndStepRanges(
    string Name, ValueRange? Operand, ValueRange? Weight, ValueRange? Product, ValueRange? Sum, ValueRange Value)
{
    /// <summary>The range of a quantity; null where the step does not have it.</summary>
    public ValueRange? this[Quantity quantity] => quantity switch
    {
        Quantity.Input => Operand,
        Quantity.Weight => Weight,
        Quantity.Product => Product,
        Quantity.Sum => Sum,
        _ => Value,
    };
}

/// <summary>Bounds that no sound of 16 bits exceeds in any step of the integer front end.</summary>
/// <remarks>
/// docs/explain/integer-front-end.md has the steps, and the proofs in words. m is the limit of a part that goes into a stage.
/// </remarks>
public static class FrontEndRanges
{
    /// <summary>Bits of the sum of a band, with the exponent of the spectrum.</summary>
    private const int MostLogarithm = 61;

    /// <summary>The bounds of every step.</summary>
    /// <param name="frontEnd">The settings, with <see cref="FrontEndArithmetic.Integers"/>.</param>
    /// <exception cref="ArgumentException">The arithmetic is another one.</exception>
    public static ImmutableArray<FrontEndStepRanges> Of(FrontEnd frontEnd)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        frontEnd.Check();
        if (frontEnd.Arithmetic != FrontEndArithmetic.Integers)
        {
            throw new ArgumentException($"arithmetic {frontEnd.Arithmetic}, expected {FrontEndArithmetic.Integers}", nameof(frontEnd));
        }

        var tables = new IntegerTables(frontEnd);
        long spectrum = (2L * tables.Limit) + 1;
        return
        [
            Window(tables), Stage(tables), Spectrum(tables, spectrum), Magnitude(spectrum), Bands(tables, spectrum), Logarithm(tables),
            Cosines(tables, frontEnd),
        ];
    }

    private static FrontEndStepRanges Window(IntegerTables tables)
    {
        var sample = new ValueRange(short.MinValue, short.MaxValue);
        var weight = ValueRange.Of(tables.Window.Select(value => (int)value));
        ValueRange product = sample * weight;

        // A sample is less than 2^e, so that the quotient is at most the largest weight; the half is that of the largest shift.
        long half = 1L << (15 + tables.LostBits);
        return new("window", sample, weight, product, product + new ValueRange(0, half), Rounded(weight.Greatest, tables.LostBits));
    }

    /// <summary>Parts within m have a magnitude of at most sqrt(2) m, which a turn keeps but for a rounding.</summary>
    private static FrontEndStepRanges Stage(IntegerTables tables)
    {
        ValueRange operand = Around(tables.Limit);
        var weight = ValueRange.Of(tables.TurnRe.Concat(tables.TurnIm).Select(value => (int)value));
        ValueRange product = operand * weight;

        // |b| |w| bounds the sum of both products.
        long sum = (long)Math.Ceiling(Math.Sqrt(2) * tables.Limit * (1 << IntegerTables.UnitBits));
        long half = 1L << (IntegerTables.UnitBits - 1);
        return new(
            "transform, a stage", operand, weight, product, Around(sum) + new ValueRange(0, half),
            Around((long)Math.Floor((1 + Math.Sqrt(2)) * tables.Limit) + 1));
    }

    /// <summary>
    /// A = Z[k] + conj Z[M-k] and B = Z[k] - conj Z[M-k] have |A|^2 + |B|^2 = 2 |Z[k]|^2 + 2 |Z[M-k]|^2, at most 8 m^2, so that |A| + |B|
    /// is at most 4 m, and what comes of it, half of both, 2 m.
    /// </summary>
    private static FrontEndStepRanges Spectrum(IntegerTables tables, long most)
    {
        ValueRange operand = Around(2L * tables.Limit);
        var weight = ValueRange.Of(tables.TurnRe.Concat(tables.TurnIm).Select(value => (int)value));
        long sum = 4L * tables.Limit << IntegerTables.UnitBits;
        return new(
            "real spectrum", operand, weight, operand * weight, Around(sum) + new ValueRange(0, 1L << IntegerTables.UnitBits),
            Around(most));
    }

    /// <summary>The sum of two squares: a magnitude of 2 m, and the rounding of both parts.</summary>
    private static FrontEndStepRanges Magnitude(long most)
    {
        ValueRange part = Around(most);
        var square = new ValueRange(0, most * most);
        return new("magnitude", part, part, square, new ValueRange(0, (most + 1) * (most + 1)), new ValueRange(0, most));
    }

    private static FrontEndStepRanges Bands(IntegerTables tables, long most)
    {
        var magnitude = new ValueRange(0, most);
        ValueRange weight = ValueRange.Of(tables.Bands.SelectMany(band => band.Weights).Select(value => (int)value).Append(0));
        var sum = new ValueRange(0, tables.Bands.Max(band => band.Weights.Sum(value => (long)value)) * most);
        return new("bands", magnitude, weight, magnitude * weight, sum, sum);
    }

    private static FrontEndStepRanges Logarithm(IntegerTables tables)
    {
        var place = new ValueRange(0, (1 << IntegerTables.UnitBits) - 1);
        var rise = new ValueRange(0, tables.Log2.Zip(tables.Log2.Skip(1), (low, high) => high - low).Max());
        ValueRange product = place * rise;
        return new(
            "logarithm", place, rise, product, product + new ValueRange(0, 1L << (IntegerTables.UnitBits - 1)), LogarithmOf(tables));
    }

    private static FrontEndStepRanges Cosines(IntegerTables tables, FrontEnd frontEnd)
    {
        ValueRange logarithm = LogarithmOf(tables);
        ValueRange weight = ValueRange.Of(tables.Cosines.SelectMany(row => row).Select(value => (int)value));
        long most = Math.Max(-logarithm.Least, logarithm.Greatest);
        long half = 1L << (tables.CosineBits + IntegerTables.LogarithmBits - 1);
        long sum = tables.Cosines.Max(row => row.Sum(value => Math.Abs((long)value))) * most;
        return new(
            "cosines", logarithm, weight, logarithm * weight, Around(sum) + new ValueRange(0, half),
            new ValueRange(frontEnd.LeastValue, frontEnd.GreatestValue));
    }

    private static ValueRange LogarithmOf(IntegerTables tables) => new(
        -tables.FullScale << IntegerTables.LogarithmBits, (MostLogarithm - tables.FullScale) << IntegerTables.LogarithmBits);

    private static ValueRange Around(long most) => new(-most, most);

    private static ValueRange Rounded(long most, int shift) => Around((most + ((1L << shift) >> 1)) >> shift);
}
