using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>A division that rounds in another way.</summary>
internal static class RoundingFaults
{
    private const string Floor = "floor";
    private const string HalfUp = "rounding half up";

    private static readonly (string Name, Func<long, int, long> Divide)[] Divisions =
    [
        ("truncation towards zero", (value, shift) => value / (1L << shift)),
        (Floor, (value, shift) => value >> shift),
        (HalfUp, (value, shift) => (value + Half(shift)) >> shift),
        ("rounding half away from zero", (value, shift) => Math.Sign(value) * ((Math.Abs(value) + Half(shift)) >> shift)),
        ("rounding half to even", HalfToEven),
        ("rounding up", (value, shift) => -(-value >> shift)),
    ];

    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        if (run.Layer is not RequantizationLayer { Shift: > 0 } layer)
        {
            return [];
        }

        string own = layer.Rounding == Rounding.Floor ? Floor : HalfUp;
        return Divisions.Where(division => division.Name != own).Select(division => new Hypothesis(
            $"{division.Name} instead of {own}", i => Requantized.Finish(layer, division.Divide(run.Input[i], layer.Shift))));
    }

    private static long Half(int shift) => (1L << shift) >> 1;

    private static long HalfToEven(long value, int shift)
    {
        long quotient = value >> shift;
        long rest = value - (quotient << shift);
        return rest > Half(shift) || (rest == Half(shift) && (quotient & 1) == 1) ? quotient + 1 : quotient;
    }
}
