using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The functions of pools.</summary>
internal static class PoolFunctions
{
    public static IEnumerable<string> Maximum(CStep step, MaxPoolLayer layer) =>
    [
        .. Positions.Windows(layer, layer.Input, layer.Output),
        $"    {step.SumType} sum = {step.Ranges[Quantity.Output]!.Value.Least};",
        .. Positions.Taps(layer.Window),
        $"        if (in[{Positions.Tap(layer.Input, "c")}] > sum)",
        $"          sum = in[{Positions.Tap(layer.Input, "c")}];",
        .. Narrowing.Lines(step, Positions.Value(layer.Output, "c")),
        Positions.WindowsEnd,
    ];

    public static IEnumerable<string> Average(CStep step, AveragePoolLayer layer) =>
    [
        .. Positions.Windows(layer, layer.Input, layer.Output),
        $"    const int count = {Count(layer.Window)};",
        $"    {step.SumType} sum = 0;",
        .. Positions.Taps(layer.Window),
        $"        sum += in[{Positions.Tap(layer.Input, "c")}];",
        .. layer.LeftShift > 0 ? [$"    sum *= {1 << layer.LeftShift};"] : Array.Empty<string>(),

        // A division of C rounds towards zero.
        layer.Rounding == AverageRounding.Floor ? "    sum = sum / count - (sum % count < 0);" : "    sum /= count;",
        .. layer.WrapBits is { } bits ? [LowBits(bits)] : Array.Empty<string>(),
        .. Narrowing.Lines(step, Positions.Value(layer.Output, "c")),
        Positions.WindowsEnd,
    ];

    private static string Count(Window window) => window.Padding == Padding.Same ? "(i1 - i0) * (j1 - j0)" : $"{window.Taps}";

    private static string LowBits(int bits)
    {
        long half = 1L << (bits - 1);
        return $"    sum = ((sum & {(2 * half) - 1}) ^ {half}) - {half}; /* the low {bits} bits */";
    }
}
