using System.Buffers;
using System.CommandLine;
using Kws.Bulk;
using Kws.Bulk.Jobs;
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
            "kws fingerprints a.wav b.wav --output two.parquet",
            "kws fingerprints recordings --part 3/100 --output recordings-3.npy --resume");
        Argument<string[]> input = Symbols.Inputs(
            $"WAV files, folders of them, patterns with *; {Files.StandardInput} is one WAV file on standard input",
            ArgumentArity.OneOrMore);
        Option<string> output = Symbols.Output(
            "File to write, whole or not at all: .txt (with label and clip; the label is the name of the clip's folder), .parquet (the "
            + "same in columns), .npy or .raw (fingerprints alone)");
        output.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !FingerprintOutput.Endings.Contains(FingerprintOutput.EndingOf(file.Value)))
            {
                result.AddError($"--output is '{file.Value}', expected a name that ends in .txt, .npy, .raw or .parquet");
            }
        });
        Option<string?> skipBad = BadItems.Option("clips");
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(output);
        command.Options.Add(skipBad);
        var jobOptions = new JobOptions(command, context, _ => true, "--output");
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
            JobPart? part = jobOptions.Part(parsed, inputs);
            string path = parsed.GetRequiredValue(output);
            var format = FingerprintOutput.For(path, model.Network.Input);
            var counts = new ItemCounts();
            int limit = parsed.GetValue(threads) ?? -1;
            Activity.Show(context, activity =>
            {
                var plan = PartPlan.Make(inputs, model.Network.Input, part, context.Cancellation);
                if (format.TryWriteStraight(path, stream => WriteStraight(stream, plan, activity)))
                {
                    return 0;
                }

                var job = new JobDescription(JobDescription.TextOf(model), plan, [(path, format)], parsed.GetValue(skipBad));
                jobOptions.Run(parsed, job, inputs, "clips", counts, (files, journal) => Write(files, journal, plan, activity));
                return 0;
            });
            if (context.ErrorIsTerminal || counts.Skipped > 0)
            {
                string skipped = counts.Skipped > 0 ? $", skipped: {counts.Skipped}" : "";
                context.Error.WriteLine($"fingerprints: {counts.Done}{skipped}");
            }

            void Write(JobFiles files, Journal? journal, PartPlan plan, Activity activity)
            {
                var checkpoints = new Checkpoints(files, counts, BulkJobOptions.DefaultCheckpointInterval, context.Time);
                var buffer = new ArrayBufferWriter<byte>();
                foreach (FingerprintBlock block in FingerprintBlocks.Read(plan, journal, model.Network, context, limit))
                {
                    RefuseBad(block, parsed.GetValue(skipBad) is not null);
                    buffer.ResetWrittenCount();
                    format.Encode(block, buffer);
                    files.Append(0, buffer.WrittenSpan);
                    files.Skip(block.Bad);
                    Count(block, activity);
                    checkpoints.MoveTo(block.Input, block.End);
                }
            }

            // A pipe or a device: nothing can be resumed.
            void WriteStraight(Stream stream, PartPlan plan, Activity activity)
            {
                var bad = new BadItems(parsed.GetValue(skipBad));
                bad.Run(() =>
                {
                    var buffer = new ArrayBufferWriter<byte>();
                    stream.Write(format.Head(0));
                    foreach (FingerprintBlock block in FingerprintBlocks.Read(plan, null, model.Network, context, limit))
                    {
                        bad.Add(block.Bad);
                        buffer.ResetWrittenCount();
                        format.Encode(block, buffer);
                        stream.Write(buffer.WrittenSpan);
                        Count(block, activity);
                    }

                    return 0;
                });
            }

            void Count(FingerprintBlock block, Activity activity)
            {
                (counts.Done, counts.Skipped) = (counts.Done + block.Count, counts.Skipped + block.Bad.Count);
                activity.Report(FormattableString.Invariant($"making fingerprints: {counts.Done:N0} so far"));
            }
        });
        return command;
    }

    private static void RefuseBad(FingerprintBlock block, bool areSkipped)
    {
        if (!areSkipped && block.Bad is [var bad, ..])
        {
            throw new KwsFormatException(bad.Source, bad.Line, bad.Problem);
        }
    }
}
