using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Hardware.Export;
using Kws.Hardware.Export.Verilog;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Commands;

/// <summary><c>kws export verilog</c>: a whole network as synthesizable Verilog.</summary>
internal static class ExportVerilogCommand
{
    /// <summary>The golden fingerprints of the test bench where no number is given.</summary>
    private const int DefaultCount = 50;

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "verilog",
            "Writes a feed-forward network as synthesizable Verilog-2005: one array of multipliers that all layers share, weights, control "
            + "and label, in the widths that kws ranges proves, and a test bench that compares the logits of golden fingerprints with the "
            + "reference's.",
            "kws export verilog samples/recorded.txt --multipliers 1 --output rtl",
            "kws export verilog samples/recorded.txt --multipliers 16 --count 500 --output rtl");
        Argument<string> input = Symbols.OneInput();
        Option<int?> multipliers = Symbols.Number("--multipliers", "Number of multipliers", 1, VerilogExport.MaxMultipliers);
        multipliers.Required = true;
        Option<int?> count = Symbols.Number(
            "--count", $"How many fingerprints the test bench runs, the first ones of the input; without it {DefaultCount} at most", 1);
        Option<string> output = OutputFolder.Option($"Folder to write, new or empty; its top module is in {VerilogExport.TopName}");
        command.Arguments.Add(input);
        command.Options.Add(multipliers);
        command.Options.Add(count);
        command.Options.Add(output);
        Option<string?> skipBad = BadItems.Option("fingerprints");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            string path = parsed.GetRequiredValue(input);
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(model.FrontEnd, context).Find([path]);
            var bad = new BadItems(parsed.GetValue(skipBad));
            int written = Activity.Show(context, activity => bad.Run(() =>
            {
                activity.Report("computing golden fingerprints");
                VectorCase[] cases = [.. Cases(inputs, path, parsed.GetValue(count), model, bad, context)];
                activity.Report("proving widths");
                Write(parsed.GetRequiredValue(output), model, parsed.GetRequiredValue(multipliers)!.Value, cases, context.Cancellation);
                return cases.Length;
            }));
            bad.Tell(written, "fingerprints", context);
        });
        return command;
    }

    private static IEnumerable<VectorCase> Cases(
        IReadOnlyList<BulkInput> inputs, string path, int? count, KwsModel model, BadItems bad, CliContext context)
    {
        var reference = new ReferenceClassifier(model);
        int index = 0;
        foreach (Fingerprint fingerprint in FingerprintBlocks.ReadOneByOne(inputs, model.Network, bad, context).Take(count ?? DefaultCount))
        {
            yield return new(index, fingerprint, Traces.Compute(reference, fingerprint, $"{path}, fingerprint {index}"));
            index++;
        }

        if (index == 0)
        {
            throw Traces.NoFingerprint(path, 0, 0);
        }

        if (index < count)
        {
            throw CliException.BadInput($"{path}: only {NumberText.Count(index, "fingerprint")}, --count {count} asks for more");
        }
    }

    private static void Write(string folder, KwsModel model, int multipliers, VectorCase[] cases, CancellationToken cancellation)
    {
        try
        {
            OutputFolder.Write(folder, () => VerilogExport.Write(folder, model, multipliers, cases, cancellation));
        }
        catch (NotSupportedException e)
        {
            throw CliException.BadInput($"this model cannot be written as Verilog: {e.Message}");
        }
    }
}
