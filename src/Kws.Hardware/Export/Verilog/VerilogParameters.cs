using Kws.Hardware.Circuits;

namespace Kws.Hardware.Export.Verilog;

/// <summary>A parameter of the top.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Comment">The meaning.</param>
internal readonly record struct VerilogParameter(string Name, long Value, string Comment);

/// <summary>The parameters of the top: every width and size of a circuit.</summary>
internal sealed class VerilogParameters
{
    private readonly Circuit _circuit;
    private readonly CircuitWidths _widths;

    public VerilogParameters(Circuit circuit)
    {
        (_circuit, _widths) = (circuit, new CircuitWidths(circuit));
        All = [.. Widths(), .. Memories(), .. Counters()];
    }

    /// <summary>The parameters in the order in which they are written.</summary>
    public IReadOnlyList<VerilogParameter> All { get; }

    /// <summary>The value of a parameter.</summary>
    public int this[string name] => (int)All.Single(parameter => parameter.Name == name).Value;

    private IEnumerable<VerilogParameter> Widths()
    {
        yield return new("LANES", _circuit.Lanes, "multipliers, each with an accumulator");
        yield return new("VALUE_BITS", _widths.Value, "any value that a step reads");
        yield return new("OPERAND_BITS", _widths.Operand, "values that are multiplied");
        yield return new("WEIGHT_BITS", _widths.Weight, "weights");
        yield return new("PRODUCT_BITS", _widths.Product, "products");
        yield return new("TERM_BITS", _widths.Term, "the wider of product and value: what is added or compared");
        yield return new("BIAS_BITS", _widths.Bias, "biases, the start of a sum");
        yield return new("SUM_BITS", _widths.Sum, "accumulators, after every addition");
        yield return new("AVERAGE_BITS", _circuit.AverageBits, "sums of average pools; 0: there is no such pool");
        yield return new("QUOTIENT_BITS", _widths.Quotient, "averages");
        yield return new("POSITIONS_BITS", CircuitWidths.BitsOf(MostPositions), "positions in the window of an average");
        yield return new("FINISHED_BITS", _widths.Finished, "the wider of sum and average: what is requantised");
        yield return new("RESULT_BITS", _widths.Result, "any value that a step writes");
        yield return new("LOGIT_BITS", _widths.Of(Storage.Logits).Bits, "logits");
    }

    private IEnumerable<VerilogParameter> Memories()
    {
        MemorySize input = _widths.Of(Storage.Input);
        yield return new("INPUT_WORDS", input.Words, "the fingerprint: one value per word");
        yield return new("INPUT_BITS", input.Bits, "a value of the fingerprint");
        yield return new("INPUT_ADDRESS_BITS", AddressBits(input), "");
        foreach ((string name, Storage storage) in new[] { ("A", Storage.A), ("B", Storage.B), ("LOGIT", Storage.Logits) })
        {
            MemorySize memory = _widths.Of(storage);
            yield return new($"{name}_WORDS", memory.Words, $"memory {(storage == Storage.Logits ? "of logits" : name)}: words");
            yield return new($"{name}_LANES", memory.Lanes, "values of a word");
            if (storage != Storage.Logits)
            {
                yield return new($"{name}_BITS", memory.Bits, "a value");
            }

            yield return new($"{name}_ADDRESS_BITS", AddressBits(memory), "");
        }

        yield return new("WEIGHT_WORDS", _widths.Weights.Words, "weights.mem: words of a weight per multiplier");
        yield return new("WEIGHT_ADDRESS_BITS", AddressBits(_widths.Weights), "");
        yield return new("BIAS_WORDS", _widths.Biases.Words, "biases.mem: words of a bias per multiplier; 0: there are none");
        yield return new("BIAS_ADDRESS_BITS", AddressBits(_widths.Biases), "");
    }

    private IEnumerable<VerilogParameter> Counters()
    {
        yield return new("STEP_BITS", CircuitWidths.BitsOf(_circuit.Steps.Length - 1), "");
        yield return new("LABEL_BITS", CircuitWidths.BitsOf(_circuit.Model.Network.LabelCount - 1), "");
        yield return new("LANE_BITS", CircuitWidths.BitsOf(_circuit.Lanes - 1), "");
        yield return new("COUNT_BITS", CircuitWidths.BitsOf(_circuit.Steps.Max(MostTurns) - 1), "turns of a loop");
        yield return new(
            "PLACE_BITS", 1 + CircuitWidths.BitsOf(_circuit.Steps.Max(FarthestPlace)), "times and frequencies, from before the first");
        yield return new(
            "ADDRESS_BITS", Enum.GetValues<Storage>().Max(storage => AddressBits(_widths.Of(storage))), "of the largest memory of values");
        yield return new(
            "WAIT_BITS", CircuitWidths.BitsOf(CircuitStep.Drain + 1 + _circuit.Steps.Max(step => step.DivideCycles)), "");
        yield return new("RULE_BITS", CircuitWidths.BitsOf(RequantizeModule.RulesOf(_circuit).Length - 1), "");
    }

    private long MostPositions =>
        _circuit.Steps.Where(step => step.Kind == StepKind.Average).Select(step => step.Loops.GroupTaps).DefaultIfEmpty(1).Max();

    private static int AddressBits(MemorySize memory) => CircuitWidths.BitsOf(Math.Max(memory.Words, 1) - 1);

    private static int MostTurns(CircuitStep step) =>
        new[]
        {
            step.Loops.OutputTime, step.Loops.OutputFrequency, step.Loops.Groups, step.Loops.KernelTime, step.Loops.KernelFrequency,
            step.Loops.Channels,
        }.Max();

    /// <summary>
    /// A number that no time or frequency reaches, counted from 0, and that is farther than any padding: with a bit more, places before the
    /// first are larger than those after the last.
    /// </summary>
    private static long FarthestPlace(CircuitStep step) => Math.Max(
        Math.Max(step.Source.Shape.Time, step.FirstTime) + (long)step.Window.KernelTime + step.Window.StrideTime,
        step.Source.Shape.Frequency + (long)step.Window.KernelFrequency + step.Window.StrideFrequency);
}
