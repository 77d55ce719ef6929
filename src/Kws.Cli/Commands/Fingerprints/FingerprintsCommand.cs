using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws fingerprints</c>: the fingerprints of sound, as a file that every other command reads.</summary>
internal static class FingerprintsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "fingerprints",
            "Makes the fingerprints of WAV files, of the second with the word, in the order of their names, and writes them to one file.",
            "kws fingerprints speech_commands --output speech.txt",
            "kws fingerprints recordings --output recordings.npy",
            "kws fingerprints a.wav b.wav --output two.parquet");
        Argument<string[]> input = Symbols.Inputs(
            $"WAV files, folders of them, patterns with *; {Files.StandardInput} is one WAV file on standard input",
            ArgumentArity.OneOrMore);
        Option<string> output = Symbols.Output(
            "File to write, whole or not at all: .txt (with label and clip; the label is the name of the clip's folder), .parquet (the "
            + "same in columns), .npy or .raw (fingerprints alone)");
        output.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !FingerprintWriter.Endings.Contains(FingerprintWriter.EndingOf(file.Value)))
            {
                result.AddError($"--output is '{file.Value}', expected a name that ends in .txt, .npy, .raw or .parquet");
            }
        });
        Option<string?> skipBad = BadItems.Option("clips");
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(output);
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(model.FrontEnd, context)
            {
                Format = InputFormat.Wav,
                FoldersAreWords = true,
            }.Find(parsed.GetRequiredValue(input));
            var bad = new BadItems(parsed.GetValue(skipBad));
            long count = Activity.Show(context, activity => bad.Run(() =>
            {
                IEnumerable<FingerprintBlock> blocks =
                    FingerprintBlocks.Read(inputs, model.Network, context, parsed.GetValue(threads) ?? -1);
                return FingerprintWriter.Write(
                    parsed.GetRequiredValue(output), model.Network.Input, Reported(blocks, bad, activity));
            }));
            if (context.ErrorIsTerminal || bad.Count > 0)
            {
                string skipped = bad.Count > 0 ? $", skipped: {bad.Count}" : "";
                context.Error.WriteLine($"fingerprints: {count}{skipped}");
            }
        });
        return command;
    }

    private static IEnumerable<FingerprintBlock> Reported(IEnumerable<FingerprintBlock> blocks, BadItems bad, Activity activity)
    {
        long done = 0;
        foreach (FingerprintBlock block in blocks)
        {
            bad.Add(block.Bad);
            yield return block;
            done += block.Count;
            activity.Report(FormattableString.Invariant($"making fingerprints: {done:N0} so far"));
        }
    }
}
