using System.Collections.Immutable;
using Kws.Hardware.Circuits;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Estimates;

/// <summary>
/// The cost of a model in the circuit that <see cref="Export.Verilog.VerilogExport"/> writes, from the same schedule: cycles, multiplies,
/// memory and widths. A recurrent model has no such circuit; then cycles, reads and the memory of values are unknown.
/// </summary>
/// <param name="Multipliers">The number of multipliers.</param>
/// <param name="Layers">The layers in their order; the last entry is the report of the logits, where there is a circuit.</param>
/// <param name="WeightMemoryBits">The bits of the memories of weights and biases, padding of the last words included.</param>
/// <param name="ValueMemoryBits">The bits of the memories of the fingerprint, the values between layers and the logits.</param>
public sealed record CircuitEstimate(
    int Multipliers, ImmutableArray<LayerEstimate> Layers, long WeightMemoryBits, long? ValueMemoryBits)
{
    /// <summary>The largest number of multipliers.</summary>
    public const int MaxMultipliers = Circuit.MaxMultipliers;

    /// <summary>The cycles of an inference, from the first one after start to that before done; null where there is no circuit.</summary>
    public long? Cycles => Total(layer => layer.Cycles);

    /// <summary>The products of an inference.</summary>
    public long Multiplies => Layers.Sum(layer => layer.Multiplies);

    /// <summary>The bits of weights and biases read in an inference; null where there is no circuit.</summary>
    public long? WeightBitsRead => Total(layer => layer.WeightBitsRead);

    /// <summary>The bits of values read in an inference; null where there is no circuit.</summary>
    public long? ValueBitsRead => Total(layer => layer.ValueBitsRead);

    /// <summary>The estimates of a model for some numbers of multipliers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="multipliers">The numbers, each from 1 to <see cref="MaxMultipliers"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImmutableArray<CircuitEstimate> Of(
        KwsModel model, IEnumerable<int> multipliers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(multipliers);
        ImmutableArray<LayerRanges> ranges = ProvenRanges.Of(model, cancellation);
        return
        [
            .. multipliers.Select(number => model.Network.Layers.Any(layer => layer is RecurrentLayer)
                ? OfRecurrent(model, number, ranges)
                : Of(Circuit.Of(model, number, ranges))),
        ];
    }

    internal static CircuitEstimate Of(Circuit circuit)
    {
        var widths = new CircuitWidths(circuit);
        return new(
            circuit.Lanes, [.. circuit.Steps.Select(step => Of(circuit, widths, step))], widths.Weights.All + widths.Biases.All,
            Enum.GetValues<Storage>().Sum(storage => widths.Of(storage).All));
    }

    private static LayerEstimate Of(Circuit circuit, CircuitWidths widths, CircuitStep step)
    {
        // Every tap reads a word of values and, where it multiplies, one of weights; every group of a layer with biases reads one of them.
        MemorySize source = widths.Of(step.Source.Storage);
        long weightBits = step.Kind == StepKind.Multiply ? step.Loops.Taps * widths.Weights.WordBits : 0;
        long biasBits = step.BiasWords > 0 ? step.Loops.Words * widths.Biases.WordBits : 0;
        LayerRanges? ranges = step.Layer is { } layer ? circuit.RangesOf(layer) : null;
        return new(
            step.Name, step.Narrowing == step.Layer ? null : step.Narrowing?.Name, Products(step.Layer), step.Cycles, step.WaitCycles,
            weightBits + biasBits, step.Loops.Taps * source.WordBits,
            ranges?[Quantity.Input]?.Bits, ranges?[Quantity.Weight]?.Bits, ranges?[Quantity.Product]?.Bits,
            step.Layer is null ? null : circuit.SumOf(step.Layer).Bits, (step.Target ?? step.Source).Bits);
    }

    private static CircuitEstimate OfRecurrent(KwsModel model, int multipliers, ImmutableArray<LayerRanges> ranges)
    {
        IEnumerable<LayerEstimate> layers = ranges.Select(layer => new LayerEstimate(
            layer.Layer.Name, null, Products(layer.Layer), null, null, null, null,
            layer[Quantity.Input]?.Bits, layer[Quantity.Weight]?.Bits, layer[Quantity.Product]?.Bits, layer[Quantity.Sum]?.Bits,
            layer[Quantity.Output]!.Value.Bits));
        long weightBits = model.Network.Tensors.Sum(spec => (long)spec.Count * ValueRange.Of(model[spec]).Bits);
        return new(multipliers, [.. layers], weightBits, null);
    }

    /// <summary>The products with weights: a recurrent layer uses every weight once per frame.</summary>
    private static long Products(Layer? layer) => layer switch
    {
        AccumulatingLayer sums => (long)sums.Output.Count * sums.WeightsPerChannel,
        RecurrentLayer recurrent => recurrent.Tensors.Sum(spec => (long)spec.Count) * recurrent.Input.Time,
        _ => 0,
    };

    /// <summary>A sum over the layers, or null where one is unknown.</summary>
    private long? Total(Func<LayerEstimate, long?> value) => Layers.All(layer => value(layer) is not null) ? Layers.Sum(value) : null;
}
