using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws tune</c>: the rule of detection of a model, chosen by what it does in long recordings.</summary>
internal static class TuneCommand
{
    private const double DefaultTarget = 1;
    private const int HighestTarget = 3600;
    private const string ModelEnding = ".safetensors";
    private const string PageEnding = ".html";

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "tune",
            "Chooses a threshold for each keyword of a model by its false accepts per hour in long recordings and, where their words are "
            + $"labelled, its misses. The labels of recording.wav are in recording{LabelTrack.PathFor(".wav")}, as Audacity exports them: "
            + "start, end and word per line, with tabs between them, in seconds.",
            "kws tune living-room.wav --model my.safetensors --output tuned.safetensors",
            "kws tune recordings --false-accepts-per-hour 0.5 --report tune.html",
            "kws tune podcasts --json > tune.json");
        Argument<string[]> input = Symbols.Inputs("Recordings (WAV files), folders of these, patterns with *", ArgumentArity.OneOrMore);
        input.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value == Files.StandardInput))
            {
                result.AddError("standard input has no labels beside it, expected files or folders");
            }
        });
        Option<double?> target = Symbols.Real(
            "--false-accepts-per-hour",
            FormattableString.Invariant($"The most false accepts of a word in an hour; without it {DefaultTarget}"),
            "number",
            HighestTarget);
        Option<string?> output = File("--output", $"Model file to write ({ModelEnding}): the same model with the rule", ModelEnding);
        Option<string?> report = File(
            "--report", $"Page to write ({PageEnding}): misses against false accepts per hour at every threshold", PageEnding);
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
        Option<string?> kernel = Symbols.Kernel();
        command.Arguments.Add(input);
        command.Options.Add(target);
        command.Options.Add(output);
        command.Options.Add(report);
        command.Options.Add(json);
        var modelOptions = new ModelOptions(command, context, hasSound: true, isLive: true);
        command.Options.Add(kernel);
        command.SetAction(parsed =>
        {
            string? modelFile = parsed.GetValue(output);
            string? page = parsed.GetValue(report);
            Array.ForEach([.. ((string?[])[modelFile, page]).OfType<string>()], Files.CheckWritable);
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            TuneResult result = Activity.Show(context, activity => Tune(
                classifier, parsed.GetRequiredValue(input), parsed.GetValue(target) ?? DefaultTarget, activity, context));
            if (modelFile is not null)
            {
                Files.WriteBytes(modelFile, result.Model.Save);
            }

            if (page is not null)
            {
                Files.Write(page, writer => TunePage.Write(writer, result));
            }

            Print(result, parsed.GetValue(json), context);
        });
        return command;
    }

    private static TuneResult Tune(KwsClassifier classifier, string[] inputs, double target, Activity activity, CliContext context)
    {
        KwsModel model = classifier.Model;
        if (model.Labels.All(label => label is SpecialLabels.Silence or SpecialLabels.Unknown))
        {
            throw CliException.BadInput($"the model has no keyword among its labels {string.Join(", ", model.Labels)}");
        }

        var reader = new TuneInputs(classifier, activity, context);
        IReadOnlyList<ScoredRecording> recordings = reader.Read(inputs);
        var counter = new DetectionCounter(model, recordings);
        var tuner = new KeywordTuner(counter, target);
        TunedRule rule = tuner.Tune(
            activity.Receive<double>(part => FormattableString.Invariant($"comparing rules: {100 * part:F0} %")), context.Cancellation);
        var tuned = new KwsModel(model.Network, model.Tensors, model.Labels, model.FrontEnd, rule.Detection);
        return new(tuned, counter, tuner, rule, target, recordings.Count, reader.Labelled);
    }

    private static void Print(TuneResult result, bool json, CliContext context)
    {
        if (json)
        {
            OutputJson.Write(context.Out, TuneJson.Of(result), OutputJson.Default.TuneJson);
        }
        else
        {
            var screen = new Screen(context);
            foreach (string line in TuneTables.Summary(result))
            {
                screen.WriteLine(line);
            }

            screen.WriteLine();
            screen.Write(TuneTables.Words(result));
            screen.WriteLine();
            screen.WriteLine(TuneTables.Notes(result));
        }

        foreach (string failure in TuneTables.Failures(result))
        {
            Failures.Tell(failure, context);
        }
    }

    private static Option<string?> File(string name, string description, string ending)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "file" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !file.Value.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"{name} is '{file.Value}', expected a name that ends in {ending}");
            }
        });
        return option;
    }
}
