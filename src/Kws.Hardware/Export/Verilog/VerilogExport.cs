using System.Collections.Immutable;
using System.Globalization;
using Kws.Hardware.Circuits;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>
/// Writes a feed-forward model as synthesizable Verilog-2005: one array of multipliers that all layers share, with memories, control,
/// argmax and a test bench that runs golden fingerprints. docs/explain/rtl.md describes the circuit.
/// </summary>
public static class VerilogExport
{
    /// <summary>The file of the top module.</summary>
    public const string TopName = "kws.v";

    /// <summary>The most multipliers.</summary>
    public const int MaxMultipliers = Circuit.MaxMultipliers;

    /// <summary>Writes a directory of Verilog: whole, or not at all.</summary>
    /// <param name="directory">The directory; it may exist if it is empty.</param>
    /// <param name="model">The model, of any feed-forward network.</param>
    /// <param name="multipliers">The number of multipliers, 1 to <see cref="MaxMultipliers"/>.</param>
    /// <param name="cases">The golden fingerprints of the test bench, at least one.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no case, or one is not of this model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of multipliers is out of range.</exception>
    /// <exception cref="NotSupportedException">A layer is recurrent; the message names it.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The directory is not empty, is a file, or cannot be written; the message does not name it.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static void Write(
        string directory, KwsModel model, int multipliers, IEnumerable<VectorCase> cases, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(cases);
        Write(directory, Circuit.Of(model, multipliers, ProvenRanges.Of(model, cancellation)), cases);
    }

    internal static void Write(string directory, Circuit circuit, IEnumerable<VectorCase> cases) =>
        AtomicDirectory.Write(directory, TopName, folder => WriteInto(folder, circuit, [.. cases]));

    private static void WriteInto(string folder, Circuit circuit, ImmutableArray<VectorCase> cases)
    {
        if (cases.IsEmpty)
        {
            throw new ArgumentException("no golden fingerprint, expected one at least", nameof(cases));
        }

        Network network = circuit.Model.Network;
        if (cases.Any(one => one.Trace.Layers[0].Shape != network.Input || one.Trace.Logits.Length != network.LabelCount))
        {
            throw new ArgumentException("a golden fingerprint is not one of this model", nameof(cases));
        }

        var parameters = new VerilogParameters(circuit);
        foreach (string name in VerilogModules.Fixed)
        {
            WriteFile(name, writer => writer.Write(VerilogModules.Read(name)));
        }

        WriteFile("kws_layers.v", writer => LayerTable.Write(writer, circuit, parameters));
        WriteFile("kws_requantize.v", writer => new RequantizeModule(circuit, parameters).Write(writer));
        WriteFile("weights.mem", writer => WriteLines(writer, MemoryWords.Weights(circuit, parameters["WEIGHT_BITS"])));
        if (parameters["BIAS_WORDS"] > 0)
        {
            WriteFile("biases.mem", writer => WriteLines(writer, MemoryWords.Biases(circuit, parameters["BIAS_BITS"])));
        }

        WriteFile("kws_tb.v", writer => writer.Write(TestBench.Text(circuit, parameters, cases.Length)));
        TestBench.WriteVectors(circuit, parameters, cases, WriteFile);
        WriteFile("README.txt", writer => writer.Write(VerilogModules.Read("README.txt", ("title", [Title(circuit)]))));
        WriteFile(TopName, writer => writer.Write(VerilogModules.Read(
            TopName, ("header", Header(circuit)), ("parameters", ParameterLines(parameters)))));

        void WriteFile(string name, Action<TextWriter> write)
        {
            using var writer = new StreamWriter(Path.Combine(folder, name)) { NewLine = "\n" };
            write(writer);
        }
    }

    private static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.WriteLine(line);
        }
    }

    private static string Title(Circuit circuit) => string.Create(
        CultureInfo.InvariantCulture,
        $"A keyword-spotting network in Verilog-2005 with {circuit.Lanes} multiplier{(circuit.Lanes == 1 ? "" : "s")}: "
        + $"{circuit.Cycles} cycles per inference.");

    /// <summary>The widths and where they come from.</summary>
    private static IEnumerable<string> Header(Circuit circuit)
    {
        yield return $"// {Title(circuit)}";
        yield return "//";
        yield return "// The widths below are proven for these weights and any fingerprint (kws ranges): no value and no partial sum";
        yield return "// needs more. By layer, in bits:";
        yield return "//";
        yield return "//   operand  weight  product  accumulator  value";
        foreach (CircuitStep step in circuit.Steps.SkipLast(1))
        {
            LayerRanges ranges = circuit.RangesOf(step.Layer!);
            string operands = step.Kind == StepKind.Multiply
                ? $"{Bits(ranges, Quantity.Input),7}  {Bits(ranges, Quantity.Weight),6}  {Bits(ranges, Quantity.Product),7}"
                : $"{circuit.InputOf(step.Layer!).Bits,7}  {"",6}  {"",7}";
            yield return $"//   {operands}  {circuit.SumOf(step.Layer!).Bits,11}  {step.Target!.Bits,5}  {step.Name}";
        }
    }

    private static int Bits(LayerRanges ranges, Quantity quantity) => ranges[quantity]!.Value.Bits;

    private static IEnumerable<string> ParameterLines(VerilogParameters parameters) => parameters.All.Select((parameter, index) =>
    {
        string comma = index == parameters.All.Count - 1 ? "" : ",";
        string text = string.Create(CultureInfo.InvariantCulture, $"  parameter {parameter.Name} = {parameter.Value}{comma}");
        return parameter.Comment.Length == 0 ? text : $"{text,-42}// {parameter.Comment}";
    });
}
