using Kws.Hardware.Circuits;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>The way from a finished sum or average to a value.</summary>
/// <param name="WrapBits">The low bits that an average keeps, or null.</param>
/// <param name="Shift">log2 of the divisor.</param>
/// <param name="Half">The number added before the shift.</param>
/// <param name="Least">The smallest value, or null for no limit.</param>
/// <param name="Most">The largest value, or null for no limit.</param>
internal readonly record struct RequantizeRule(int? WrapBits, int Shift, long Half, int? Least, int? Most)
{
    /// <summary>The rule of a step.</summary>
    public static RequantizeRule Of(CircuitStep step)
    {
        int? wrapBits = (step.Layer as AveragePoolLayer)?.WrapBits;
        return step.Narrowing is not { } narrowing
            ? new(wrapBits, 0, 0, null, null)
            : new(
                wrapBits, narrowing.Shift, narrowing.Half, narrowing.MinOutput == int.MinValue ? null : narrowing.MinOutput,
                narrowing.SaturationBits is null ? null : narrowing.MaxOutput);
    }
}
