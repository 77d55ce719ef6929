using System.CommandLine;
using Kws.Analysis.Evaluation;
using Kws.Cli.Output;
using Kws.Fast;

namespace Kws.Cli.Commands;

/// <summary><c>kws evaluate</c>: how often a model is right, on a data set whose labels are known.</summary>
internal static class EvaluateCommand
{
    private const string All = "all";
    private const string PictureExtension = ".svg";

    private static readonly string[] SplitNames = [All, .. Enum.GetValues<Split>().Select(SplitResult.NameOf)];

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "evaluate",
            "Measures how often a model is right on labelled clips or fingerprints: accuracy, confusion matrix, recall and precision of "
            + "every class, for the training, validation and testing set each.",
            "kws evaluate speech_commands",
            "kws evaluate speech_commands --salt kws --split testing --picture confusion.svg",
            "kws evaluate samples/recorded.txt --json",
            "kws evaluate speech_commands --no-shift-study");
        Argument<string[]> input = Symbols.Inputs(
            "Folders laid out as the Speech Commands data set (WORD/SPEAKER_nohash_N.wav), or files of fingerprints as text "
            + $"with label and clip; {Files.StandardInput} is fingerprints on standard input",
            ArgumentArity.OneOrMore);
        var split = new Option<string?>("--split")
        {
            Description = $"Only this set; without it {All}",
            HelpName = "set",
        };
        split.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && !SplitNames.Contains(name.Value))
            {
                result.AddError($"--split is '{name.Value}', expected {string.Join(", ", SplitNames)}");
            }
        });
        var salt = new Option<string?>("--salt")
        {
            Description = "Stands before the speaker when clips are dealt to the sets; without it they are dealt as the data set does",
            HelpName = "text",
        };
        var study = new Option<bool>("--no-shift-study")
        {
            Description = "Evaluate the same network without its floor divisions too",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON in place of tables" };
        var picture = new Option<string?>("--picture")
        {
            Description = $"File for a picture ({PictureExtension}) of the confusion matrix of the set asked for, or of the testing set",
            HelpName = "file",
        };
        picture.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !file.Value.EndsWith(PictureExtension, StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--picture is '{file.Value}', expected a name that ends in {PictureExtension}");
            }
        });
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(input);
        command.Options.Add(split);
        command.Options.Add(salt);
        command.Options.Add(study);
        command.Options.Add(json);
        command.Options.Add(picture);
        var modelOptions = new ModelOptions(command);
        var frontEnd = new FrontEndOptions(command);
        command.Options.Add(kernel);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            int degree = parsed.GetValue(threads) ?? -1;
            var trueLabels = new TrueLabels(classifier.Model.Labels, parsed.GetValue(salt) ?? "");
            Evaluator evaluator = new EvaluationInputs(
                classifier, frontEnd.Create(parsed, classifier.Model), trueLabels, degree, context).Read(parsed.GetRequiredValue(input));
            IReadOnlyDictionary<Split, ConfusionMatrix>? unshifted = parsed.GetValue(study) ? Study(evaluator, degree, context) : null;
            string wanted = parsed.GetValue(split) ?? All;
            SplitResult[] splits = [.. Enum.GetValues<Split>()
                .Where(one => wanted is All || wanted == SplitResult.NameOf(one))
                .Select(one => new SplitResult(one, evaluator[one], unshifted?[one]))];
            if (parsed.GetValue(picture) is { } path)
            {
                Files.Write(path, writer => ConfusionPicture.Write(writer, classifier.Model.Labels, splits[^1]));
            }

            if (parsed.GetValue(json))
            {
                EvaluationJson.Write(context.Out, classifier.Model.Labels, splits);
            }
            else
            {
                EvaluationTables.Write(context, classifier.Model.Labels, splits);
            }
        });
        return command;
    }

    private static IReadOnlyDictionary<Split, ConfusionMatrix> Study(Evaluator evaluator, int threads, CliContext context)
    {
        try
        {
            return evaluator.WithoutFloorDivisions(threads, context.Cancellation);
        }
        catch (NotSupportedException e)
        {
            throw CliException.BadInput($"--no-shift-study: {e.Message}");
        }
    }
}
