using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The functions of layers that go from value to value.</summary>
internal static class CopyFunctions
{
    /// <summary>A division that stands behind no other layer.</summary>
    public static IEnumerable<string> Division(CStep step, RequantizationLayer layer) =>
    [
        $"  for (int i = 0; i < {layer.Output.Count}; i++) {{",
        $"    {step.SumType} sum = in[i];",
        .. Narrowing.Divide(layer).Select(line => "    " + line),
        .. Narrowing.Lines(step, "i"),
        "  }",
    ];

    public static IEnumerable<string> LastFrame(CStep step, LastFrameLayer layer) =>
    [
        $"  for (int i = 0; i < {layer.Output.Count}; i++) {{",
        $"    {step.SumType} sum = in[{layer.Input.Count - layer.Output.Count} + i];",
        .. Narrowing.Lines(step, "i"),
        "  }",
    ];
}
