using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen;

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
            "kws label-wav - --json < cat.wav");
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
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line for each clip" };
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(top);
        command.Options.Add(slide);
        command.Options.Add(json);
        Option<string?> skipBad = BadItems.Option("clips");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.Options.Add(kernel);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            bool slides = parsed.GetValue(slide);
            var inputs = new ClipInputs(parsed.GetRequiredValue(input), context);
            IClipWriter writer = parsed.GetValue(json) ? new ClipJsonLines(context.Out, slides)
                : context.OutIsTerminal ? new ClipTable(new Screen(context), classifier.Model.Labels, slides)
                : new ClipCsv(context.Out, slides);
            var ranking = new Ranking(classifier.Model.Labels, parsed.GetValue(top) ?? (inputs.IsOneFile ? DefaultTopOfOneFile : 1));
            var clips = new ClipClassifier(classifier, slides ? ClipSecond.Best : ClipSecond.Word);
            var bad = new BadItems(parsed.GetValue(skipBad));
            long count = bad.Run(() => Label(
                inputs, clips, parsed.GetValue(threads) ?? -1, classifier.Model.FrontEnd.SampleRate, ranking, writer, bad, context));
            if (context.ErrorIsTerminal || bad.Count > 0)
            {
                string skipped = bad.Count > 0 ? $", skipped: {bad.Count}" : "";
                context.Error.WriteLine($"clips: {count - bad.Count}{skipped}, kernel: {classifier.KernelName}");
            }
        });
        return command;
    }

    /// <summary>Labels all clips; returns their number.</summary>
    private static long Label(
        ClipInputs inputs, ClipClassifier clips, int threads, double sampleRate, Ranking ranking, IClipWriter writer, BadItems bad,
        CliContext context)
    {
        long count = 0;
        long failed = 0;
        clips.ClassifyAll(inputs.Clips, Handle, threads, context.Cancellation);
        if (failed > 0)
        {
            throw CliException.BadInput($"{failed} of {count} clips failed");
        }

        return count;

        void Handle(in ClipResult result)
        {
            count++;
            if (result.Failure is { } failure)
            {
                if (bad.AreSkipped)
                {
                    bad.Add(Files.BadClip(result.Clip.Name, failure));
                    return;
                }

                string message = Files.Describe(result.Clip.Name, failure);
                if (inputs.IsOneFile)
                {
                    throw CliException.BadInput(message);
                }

                Failures.Tell(message, context);
                failed++;
                return;
            }

            ranking.Rank(result.Logits);
            writer.Write(inputs.NameOf(result.Clip), result.Start / sampleRate, ranking);
            if (context.OutIsTerminal)
            {
                context.Out.Flush();
            }
        }
    }
}
