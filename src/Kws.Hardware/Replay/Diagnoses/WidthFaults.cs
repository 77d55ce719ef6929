using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>Values, inputs, weights or an accumulator in too few bits, or without their sign.</summary>
internal static class WidthFaults
{
    private const int MaxBits = 31;

    /// <summary>Faults of the values that the layer gives.</summary>
    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        // In more bits than a value needs, nothing becomes of it.
        ValueRange needed = ValueRange.Union(run.Output.Select((_, i) => ValueRange.Of(Unsaturated(run, i))));
        IEnumerable<int> tooFew = Bits(needed.Bits - 1);
        IEnumerable<int> tooFewWithoutSign = needed.Greatest > 0 ? Bits(ValueRange.Of(needed.Greatest).Bits - 2) : [];
        string instead = run.Layer is RequantizationLayer { SaturationBits: { } own } ? $" instead of {own}" : "";
        return
        [
            .. tooFew.Select(bits => new Hypothesis(
                $"saturation at {bits} bits{instead}", i => NarrowRegister.Saturate(Unsaturated(run, i), bits))),
            .. tooFew.Select(bits => new Hypothesis(
                $"wrapping at {bits} bits (the upper bits lost)", i => NarrowRegister.Wrap(Unsaturated(run, i), bits))),
            .. Bits(MaxBits).Select(bits => new Hypothesis(
                $"a lost sign extension: values as unsigned numbers of {bits} bits", i => NarrowRegister.Unsigned(run.Output[i], bits))),
            .. tooFewWithoutSign.Select(bits => new Hypothesis(
                $"saturation at {bits} bits without a sign{instead}", i => NarrowRegister.SaturateUnsigned(Unsaturated(run, i), bits))),
        ];
    }

    /// <summary>Faults of what the layer reads and sums.</summary>
    public static IEnumerable<Hypothesis> OfOperands(LayerRun run)
    {
        if (run.Sums is not { } sums)
        {
            yield break;
        }

        foreach (int bits in Bits(MaxBits))
        {
            LayerSums accumulator = sums with { SaturationBits = bits };
            yield return new($"an accumulator that saturates at {bits} bits after every product", accumulator.At);
            yield return new(
                $"an input without sign extension: as unsigned numbers of {bits} bits",
                run.With(() => [.. run.Input.Select(value => (int)NarrowRegister.Unsigned(value, bits))]));
            yield return new(
                $"an input that wraps at {bits} bits",
                run.With(() => [.. run.Input.Select(value => (int)NarrowRegister.Wrap(value, bits))]));
            yield return new(
                $"an input that saturates at {bits} bits",
                run.With(() => [.. run.Input.Select(value => (int)NarrowRegister.Saturate(value, bits))]));
        }

        foreach (int bits in Bits(TensorSpec.MaxWeightBits))
        {
            var unsigned = new Lazy<LayerSums>(
                () => sums with { Weights = [.. sums.Weights.Select(value => (int)NarrowRegister.Unsigned(value, bits))] });
            var wrapped = new Lazy<LayerSums>(
                () => sums with { Weights = [.. sums.Weights.Select(value => (int)NarrowRegister.Wrap(value, bits))] });
            yield return new($"weights without sign extension: as unsigned numbers of {bits} bits", i => unsigned.Value.At(i));
            yield return new($"weights that wrap at {bits} bits", i => wrapped.Value.At(i));
        }
    }

    private static IEnumerable<int> Bits(int most) => Enumerable.Range(2, Math.Max(most - 1, 0));

    /// <summary>The value before the saturation that a requantisation ends with.</summary>
    private static long Unsaturated(LayerRun run, int index)
    {
        if (run.Layer is not RequantizationLayer layer)
        {
            return run.Output[index];
        }

        long quotient = (run.Input[index] + layer.Half) >> layer.Shift;
        return layer.Relu ? Math.Max(quotient, 0) : quotient;
    }
}
