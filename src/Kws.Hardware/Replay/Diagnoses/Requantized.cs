using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>The steps of a requantisation, each of which can be another one.</summary>
internal static class Requantized
{
    /// <summary>A sum, requantised as the layer says.</summary>
    public static long Value(RequantizationLayer layer, long sum) => Finish(layer, (sum + layer.Half) >> layer.Shift);

    /// <summary>ReLU and saturation of a quotient.</summary>
    public static long Finish(RequantizationLayer layer, long quotient)
    {
        long value = layer.Relu ? Math.Max(quotient, 0) : quotient;
        return layer.SaturationBits is { } bits ? NarrowRegister.Saturate(value, bits) : value;
    }
}
