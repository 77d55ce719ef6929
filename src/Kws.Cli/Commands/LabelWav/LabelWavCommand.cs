using System.Collections.Immutable;
using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen;
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
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(top);
        command.Options.Add(slide);
        command.Options.Add(isFloat);
        command.Options.Add(json);
        Option<string?> skipBad = BadItems.Option("clips");
        command.Options.Add(skipBad);
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
            IClipWriter writer = parsed.GetValue(json) ? new ClipJsonLines(context.Out, slides)
                : context.OutIsTerminal ? new ClipTable(new Screen(context), labels, slides)
                : new ClipCsv(context.Out, slides);
            var ranking = new Ranking(labels, parsed.GetValue(top) ?? (inputs.IsOneFile ? DefaultTopOfOneFile : 1), network is not null);
            var bad = new BadItems(parsed.GetValue(skipBad));
            var report = new ClipReport(inputs, ranking, writer, bad, context);
            int limit = parsed.GetValue(threads) ?? -1;
            long count = bad.Run(() =>
            {
                if (network is not null)
                {
                    FloatClips.LabelAll(network, inputs.Clips, report.Add, limit, context.Cancellation);
                }
                else
                {
                    double sampleRate = classifier!.Model.FrontEnd.SampleRate;
                    new ClipClassifier(classifier, slides ? ClipSecond.Best : ClipSecond.Word).ClassifyAll(
                        inputs.Clips, (in ClipResult result) => report.Add(result, sampleRate), limit, context.Cancellation);
                }

                return report.Finish();
            });
            if (context.ErrorIsTerminal || bad.Count > 0)
            {
                string skipped = bad.Count > 0 ? $", skipped: {bad.Count}" : "";
                string arithmetic = classifier is null ? "floating point" : $"kernel: {classifier.KernelName}";
                context.Error.WriteLine($"clips: {count - bad.Count}{skipped}, {arithmetic}");
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
