using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>A requantisation that is missing, is done twice, or has another shift, ReLU or saturation.</summary>
internal static class RequantizationFaults
{
    private const int MaxShift = 31;
    private const int MaxBits = 32;

    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        if (run.Next is RequantizationLayer next)
        {
            yield return new(
                $"a requantisation too early: these are the values of {next.Name}", i => Requantized.Value(next, run.Output[i]));
        }

        if (run.Layer is not RequantizationLayer layer)
        {
            yield return new("a ReLU that the layer does not have", i => Math.Max(run.Output[i], 0));
            yield break;
        }

        yield return new("a missing shift: these are the values before the requantisation", i => run.Input[i]);
        yield return layer.Relu
            ? new("a missing ReLU", i => Saturate(layer, Quotient(i)))
            : new("a ReLU that the layer does not have", i => Math.Max(run.Output[i], 0));
        if (layer.SaturationBits is not null)
        {
            yield return new("a missing saturation", i => layer.Relu ? Math.Max(Quotient(i), 0) : Quotient(i));
        }

        // A shift of 7 or 9 instead of 8 is more likely than one of 31. One of 0 is the missing shift if it is all there is.
        int least = layer.Relu || layer.SaturationBits is not null ? 0 : 1;
        foreach (int shift in Enumerable.Range(least, MaxShift + 1 - least).Where(shift => shift != layer.Shift).OrderBy(
            shift => Math.Abs(shift - layer.Shift)))
        {
            long half = layer.Rounding == Rounding.HalfUp ? (1L << shift) >> 1 : 0;
            yield return new(
                $"a shift by {shift} instead of {layer.Shift}", i => Requantized.Finish(layer, (run.Input[i] + half) >> shift));
        }

        for (int bits = layer.Shift + 1; bits <= MaxBits; bits++)
        {
            int width = bits;
            yield return new(
                $"a lost sign: a logical shift right of {width} bits instead of an arithmetic one",
                i => Requantized.Finish(layer, NarrowRegister.Unsigned(run.Input[i] + layer.Half, width) >> layer.Shift));
        }

        long Quotient(int i) => (run.Input[i] + layer.Half) >> layer.Shift;
    }

    private static long Saturate(RequantizationLayer layer, long value) =>
        layer.SaturationBits is { } bits ? NarrowRegister.Saturate(value, bits) : value;
}
