using Kws.Cli.Output;
using Kws.Training.Quantize;
using static System.FormattableString;

namespace Kws.Cli.Commands;

/// <summary>Prints the scales of a quantised network, and what they cost.</summary>
internal static class QuantizationTable
{
    public static void Write(CliContext context, QuantizedModel quantized)
    {
        var screen = new Screen(context);
        screen.Write(new TableText(
            ["layer"],
            [new("bits behind the point", " weights", " outputs"), " saturated, %", " error, %"],
            [
                (Cell[])["features", "", Invariant($"{quantized.Model.FrontEnd.FractionBits}"), "", ""],
                .. quantized.Layers.Select(layer => (Cell[])[
                    layer.Name, layer.WeightFraction is { } weights ? Invariant($"{weights}") : "", Invariant($"{layer.OutputFraction}"),
                    Invariant($"{100 * layer.Saturated:F2}"), Invariant($"{100 * layer.Error:F1}")]),
            ]));
        screen.WriteLine();
        screen.WriteLine(
            "saturated: the part of the outputs that are the least or the greatest of 8 bits. Error: the root of the mean square of the "
            + "difference to the float network for the same features, as a part of that of its outputs.");
    }
}
