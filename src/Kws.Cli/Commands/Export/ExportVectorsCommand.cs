using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Hardware.Export;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Commands;

/// <summary><c>kws export vectors</c>: weights and every layer's values as hardware and microcontrollers read them.</summary>
internal static class ExportVectorsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "vectors",
            "Writes golden vectors for RTL and microcontrollers: the weights, and fingerprints with the integers of every layer as the "
            + "reference computes them, in two's complement of the widths that hold every possible value.",
            "kws export vectors samples/recorded.txt --format mem --output vectors",
            "kws export vectors samples/recorded.txt --index 300 --count 10 --format c --output vectors",
            "kws export vectors fingerprints.txt --weights weight.h --format json --output vectors");
        Argument<string> input = Symbols.OneInput();
        Option<int?> index = Symbols.Number("--index", "Which fingerprint of the file, counted from 0; without it the first", 0);
        Option<int?> count = Symbols.Number("--count", "How many fingerprints, from that one on; without it one", 1);
        var format = new Option<string>("--format")
        {
            Description = "hex: hexadecimal, one file per tensor; mem: the same as $readmemh of Verilog reads it; c: C headers; "
                + "json: JSON, one file per tensor",
            HelpName = "format",
            Required = true,
        };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && !VectorFormats.Names.Contains(name.Value))
            {
                result.AddError($"--format is '{name.Value}', expected {string.Join(", ", VectorFormats.Names)}");
            }
        });
        Option<string> output = OutputFolder.Option($"Folder to write, new or empty; its {VectorExport.ManifestName} describes every file");
        command.Arguments.Add(input);
        command.Options.Add(index);
        command.Options.Add(count);
        command.Options.Add(format);
        command.Options.Add(output);
        Option<string?> skipBad = BadItems.Option("fingerprints");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            string path = parsed.GetRequiredValue(input);
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(model.FrontEnd, context).Find([path]);
            int wanted = parsed.GetValue(count) ?? 1;
            var bad = new BadItems(parsed.GetValue(skipBad));
            var vectorFormat = (VectorFormat)VectorFormats.Names.IndexOf(parsed.GetRequiredValue(format));
            bad.Run(() =>
            {
                IEnumerable<VectorCase> cases = Trace(inputs, path, parsed.GetValue(index) ?? 0, wanted, model, bad, context);
                string folder = parsed.GetRequiredValue(output);
                OutputFolder.Write(folder, () => VectorExport.Write(folder, model, cases, vectorFormat));
                return wanted;
            });
            bad.Tell(wanted, "fingerprints", context);
        });
        return command;
    }

    private static IEnumerable<VectorCase> Trace(
        IReadOnlyList<BulkInput> inputs, string path, int first, int count, KwsModel model, BadItems bad, CliContext context)
    {
        var reference = new ReferenceClassifier(model);
        int index = 0;
        foreach (Fingerprint fingerprint in FingerprintBlocks.ReadOneByOne(inputs, model.Network, bad, context))
        {
            if (index >= first)
            {
                yield return new(index, fingerprint, Traces.Compute(reference, fingerprint, $"{path}, fingerprint {index}"));
            }

            if (++index - first == count)
            {
                yield break;
            }
        }

        throw index > first
            ? CliException.BadInput($"{path}: only {NumberText.Count(index, "fingerprint")}, --index {first} --count {count} asks for more")
            : Traces.NoFingerprint(path, first, index);
    }
}
