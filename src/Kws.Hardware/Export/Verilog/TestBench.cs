using System.Collections.Immutable;
using System.Globalization;
using Kws.Hardware.Circuits;
using Kws.Hardware.Export.Formats;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>The test bench and its golden vectors.</summary>
internal static class TestBench
{
    private static readonly string[] Shared =
        ["INPUT_WORDS", "INPUT_BITS", "INPUT_ADDRESS_BITS", "STEP_BITS", "LABEL_BITS", "LOGIT_BITS"];

    public static string Text(Circuit circuit, VerilogParameters parameters, int fingerprints)
    {
        IEnumerable<string> constants = Shared.Select(name => Constant(name, parameters[name]))
            .Append(Constant("STEPS", circuit.Steps.Length)).Append(Constant("LABELS", circuit.Model.Network.LabelCount))
            .Append(Constant("FINGERPRINTS", fingerprints)).Append(Constant("CYCLES", circuit.Cycles));
        IEnumerable<string> checks = circuit.Steps.Select((step, index) =>
            string.Create(CultureInfo.InvariantCulture, $"      check({index}, {step.Cycles}, \"{step.Name}\");"));
        return VerilogModules.Read("kws_tb.v", ("parameters", constants), ("checks", checks));
    }

    public static void WriteVectors(
        Circuit circuit, VerilogParameters parameters, ImmutableArray<VectorCase> cases, Action<string, Action<TextWriter>> writeFile)
    {
        Network network = circuit.Model.Network;
        Write("fingerprints.mem", parameters["INPUT_BITS"], network.Input.Count, one => one.Trace.Layers[0].Values);
        Write("logits.mem", parameters["LOGIT_BITS"], network.LabelCount, one => one.Trace.Logits);
        writeFile("labels.mem", writer =>
        {
            foreach (ImmutableArray<int> logits in cases.Select(one => one.Trace.Logits))
            {
                writer.WriteLine(logits.IndexOf(logits.Max()).ToString("x", CultureInfo.InvariantCulture));
            }
        });

        void Write(string name, int bits, int count, Func<VectorCase, ImmutableArray<int>> values)
        {
            var all = new VectorTensor(
                name, [new("fingerprint", cases.Length), new("value", count)], bits, [.. cases.SelectMany(one => values(one))]);
            writeFile(name, writer => HexText.Write(writer, all));
        }
    }

    private static string Constant(string name, long value) =>
        string.Create(CultureInfo.InvariantCulture, $"  localparam {name} = {value};");
}
