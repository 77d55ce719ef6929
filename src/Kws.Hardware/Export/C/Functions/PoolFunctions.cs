using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The functions of pools.</summary>
internal static class PoolFunctions
{
    public static IEnumerable<string> Maximum(CStep step, MaxPoolLayer layer) =>
    [
        .. Positions.Loops(layer.Output),
        $"    {step.SumType} sum = {step.Ranges[Quantity.Output]!.Value.Least};",
        .. Positions.Window(layer, layer.Input, layer.Output),
        $"        if (in[{Positions.Tap(layer.Input, "c")}] > sum)",
        $"          sum = in[{Positions.Tap(layer.Input, "c")}];",
        "      }",
        .. Narrowing.Lines(step, Positions.Value(layer.Output, "c")),
        "  }",
    ];

    public static IEnumerable<string> Average(CStep step, AveragePoolLayer layer) =>
    [
        .. Positions.Loops(layer.Output),
        $"    {step.SumType} sum = 0;",
        "    int count = 0;",
        .. Positions.Window(layer, layer.Input, layer.Output),
        $"        sum += in[{Positions.Tap(layer.Input, "c")}];",
        "        count++;",
        "      }",
        .. layer.LeftShift > 0 ? [$"    sum *= {1 << layer.LeftShift};"] : Array.Empty<string>(),

        // A division of C rounds towards zero.
        layer.Rounding == AverageRounding.Floor ? "    sum = sum / count - (sum % count < 0);" : "    sum /= count;",
        .. layer.WrapBits is { } bits ? [LowBits(bits)] : Array.Empty<string>(),
        .. Narrowing.Lines(step, Positions.Value(layer.Output, "c")),
        "  }",
    ];

    private static string LowBits(int bits)
    {
        long half = 1L << (bits - 1);
        return $"    sum = ((sum & {(2 * half) - 1}) ^ {half}) - {half}; /* the low {bits} bits */";
    }
}
