using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Float;

namespace Kws.Cli.Commands;

/// <summary><c>kws label-wav</c>: the best labels of every clip.</summary>
internal static class LabelWavCommand
{
    /// <summary>As many as the training scripts' label_wav.py prints.</summary>
    private const int DefaultTopOfOneFile = 3;

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "label-wav",
            "Labels WAV files: the best labels of each, with scores and logits. A table on a terminal, CSV elsewhere.",
            "kws label-wav cat.wav",
            "kws label-wav recordings --top 2 > labels.csv",
            "kws label-wav 'recordings/*-cat.wav'",
            "kws label-wav long.wav --slide",
            "kws label-wav - --json < cat.wav",
            "kws label-wav recordings --part 3/100 --output labels-3.csv --resume",
            "kws label-wav yes.wav --model DS_CNN_S.pb --labels labels.txt --float");
        Argument<string[]> input = Symbols.Inputs(
            $"WAV files, patterns with *, or folders of which all .wav files are taken, those below included; "
            + $"{Files.StandardInput} is one WAV file on standard input",
            ArgumentArity.OneOrMore);
        Option<int?> top = Symbols.Number(
            "--top", $"How many labels of each clip; without it {DefaultTopOfOneFile} of a single file, else the best one only", 1);
        var slide = new Option<bool>("--slide")
        {
            Description = "Label the second of a clip in which a keyword is heard best, not the one in which the word is loud",
        };
        var isFloat = new Option<bool>("--float")
        {
            Description = "Label by a float network (--model: a TensorFlow graph or .safetensors) in floating point, which is slow",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line for each clip" };
        Option<string?> output = ClipOutput.Option();
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(top);
        command.Options.Add(slide);
        command.Options.Add(isFloat);
        command.Options.Add(json);
        command.Options.Add(output);
        Option<string?> skipBad = BadItems.Option("clips");
        command.Options.Add(skipBad);
        var jobOptions = new JobOptions(command, context, result => result.GetValue(output) is not null, "--output");
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(output) is not null)
            {
                result.AddError("--json is for standard output: name the file of --output .jsonl");
            }
        });
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.Options.Add(kernel);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            bool slides = parsed.GetValue(slide);
            FloatNetwork? network = parsed.GetValue(isFloat) ? LoadFloat(parsed, modelOptions, kernel, slides) : null;
            KwsClassifier? classifier =
                network is null ? Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel)) : null;
            ImmutableArray<string> labels = network?.Labels ?? classifier!.Model.Labels;
            var inputs = new ClipInputs(parsed.GetRequiredValue(input), context);
            var ranking = new Ranking(labels, parsed.GetValue(top) ?? (inputs.IsOneFile ? DefaultTopOfOneFile : 1), network is not null);
            JobPart? part = jobOptions.Part(parsed, [inputs.AsInput([])]);
            var counts = new ItemCounts();
            if (parsed.GetValue(output) is { } path)
            {
                WriteFile(path);
            }
            else
            {
                Print();
            }

            if (context.ErrorIsTerminal || counts.Skipped > 0)
            {
                string skipped = counts.Skipped > 0 ? $", skipped: {counts.Skipped}" : "";
                string arithmetic = classifier is null ? "floating point" : $"kernel: {classifier.KernelName}";
                context.Error.WriteLine($"clips: {counts.Done}{skipped}, {arithmetic}");
            }

            void Print()
            {
                IClipWriter writer = parsed.GetValue(json) ? new ClipJsonLines(context.Out, slides)
                    : context.OutIsTerminal ? new ClipTable(new Screen(context), labels, slides)
                    : new ClipCsv(context.Out, slides);
                var bad = new BadItems(parsed.GetValue(skipBad));
                var report = new ClipReport(inputs, ranking, writer, bad.AreSkipped ? bad.Add : null, context);
                long count = bad.Run(() =>
                {
                    LabelAll(part is null ? inputs.Clips : ClipJob.Take([.. inputs.Clips], part), report, () => { });
                    return report.Finish();
                });
                (counts.Done, counts.Skipped) = (count - bad.Count, bad.Count);
            }

            void WriteFile(string path)
            {
                Clip[] clips = [.. inputs.Clips];
                BulkInput all = inputs.AsInput(clips);
                string? skipped = parsed.GetValue(skipBad);
                var format = new ClipOutput(path, slides);
                string model = network is null ? JobDescription.TextOf(classifier!.Model) : modelOptions.IdentityOfFloat(parsed);
                var job = new JobDescription(
                    $"{model}\nlabel-wav {ranking.Count} {slides}", ClipJob.Plan(all, clips.Length, part), [(path, format)], skipped);
                jobOptions.Run(parsed, job, [all], "clips", counts, (files, journal) =>
                {
                    InputShare share = job.Plan.Shares[0];
                    long next = journal?.Position.Offset ?? share.Start!.Value.Offset;
                    var checkpoints = new Checkpoints(files, counts, BulkJobOptions.DefaultCheckpointInterval, context.Time);
                    using var text = new StringWriter();
                    var report = new ClipReport(inputs, ranking, format.Writer(text), bad => LeaveOut(bad, files, skipped), context);
                    LabelAll(clips[(int)next..(int)share.Stop!.Value.Offset], report, () =>
                    {
                        counts.Done += text.GetStringBuilder().Length > 0 ? 1 : 0;
                        files.Append(0, Encoding.UTF8.GetBytes(text.ToString()));
                        text.GetStringBuilder().Clear();
                        next++;
                        checkpoints.MoveTo(0, new(next, next));
                    });
                });
            }

            void LeaveOut(BadFingerprint bad, JobFiles files, string? skipped)
            {
                if (skipped is null)
                {
                    throw new KwsFormatException(bad.Source, bad.Line, bad.Problem);
                }

                files.Skip([bad]);
                counts.Skipped++;
            }

            void LabelAll(IEnumerable<Clip> clips, ClipReport report, Action done)
            {
                int limit = parsed.GetValue(threads) ?? -1;
                if (network is not null)
                {
                    FloatClips.LabelAll(
                        network, clips,
                        (clip, failure, logits) =>
                        {
                            report.Add(clip, failure, logits);
                            done();
                        },
                        limit, context.Cancellation);
                    return;
                }

                double sampleRate = classifier!.Model.FrontEnd.SampleRate;
                new ClipClassifier(classifier, slides ? ClipSecond.Best : ClipSecond.Word).ClassifyAll(
                    clips,
                    (in ClipResult result) =>
                    {
                        report.Add(result, sampleRate);
                        done();
                    },
                    limit, context.Cancellation);
            }
        });
        return command;
    }

    private static FloatNetwork LoadFloat(ParseResult parsed, ModelOptions model, Option<string?> kernel, bool slides) =>
        slides ? throw CliException.WrongUsage("--slide: --float labels the second with the word alone")
        : parsed.GetValue(kernel) is not null
            ? throw CliException.WrongUsage("--kernel: --float computes in floating point, without a kernel")
        : model.LoadFloat(parsed);
}
