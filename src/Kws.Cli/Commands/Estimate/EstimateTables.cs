using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Estimates;

namespace Kws.Cli.Commands;

/// <summary>Prints estimates for people.</summary>
internal static class EstimateTables
{
    public static void Write(CliContext context, IReadOnlyList<CircuitEstimate> estimates)
    {
        var screen = new Screen(context);
        foreach ((int index, CircuitEstimate estimate) in estimates.Index())
        {
            if (index > 0)
            {
                screen.WriteLine();
            }

            screen.WriteLine(
                $"{NumberText.Count(estimate.Multipliers, "multiplier")}, {Number(estimate.WeightMemoryBits)} bits of weights and biases, "
                + (estimate.ValueMemoryBits is { } bits
                    ? $"{Number(bits)} bits of memory for values"
                    : "no cycles: a recurrent model has no circuit"));
            screen.WriteLine();
            screen.Write(Table(estimate));
        }
    }

    private static TableText Table(CircuitEstimate estimate) => new(
        ["layer"],
        [
            new("", " multiplies", " cycles", " used %"), new("bits read", " weights", " values"),
            new("width", " operand", " weight", " product", " accumulator", " value"),
        ],
        [
            .. estimate.Layers.Select(layer => (Cell[])[
                layer.Name, .. Costs(estimate, layer.Multiplies, layer.Cycles, layer.WeightBitsRead, layer.ValueBitsRead),
                Number(layer.OperandBits), Number(layer.WeightBits), Number(layer.ProductBits), Number(layer.SumBits),
                Number(layer.ValueBits)]),
            [
                "together", .. Costs(estimate, estimate.Multiplies, estimate.Cycles, estimate.WeightBitsRead, estimate.ValueBitsRead),
                "", "", "", "", "",
            ],
        ]);

    /// <summary>The multipliers are used in so many of all their cycles.</summary>
    private static Cell[] Costs(CircuitEstimate estimate, long multiplies, long? cycles, long? weightBits, long? valueBits) =>
    [
        Number(multiplies), Number(cycles),
        cycles is { } known
            ? (100.0 * multiplies / (known * estimate.Multipliers)).ToString("F1", CultureInfo.InvariantCulture)
            : "",
        Number(weightBits), Number(valueBits),
    ];

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
}
