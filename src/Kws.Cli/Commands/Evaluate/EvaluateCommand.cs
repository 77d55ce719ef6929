using System.Collections.Immutable;
using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Hardware.Widths;
using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Float;

namespace Kws.Cli.Commands;

/// <summary><c>kws evaluate</c>: how often a model is right, on a data set whose labels are known.</summary>
internal static class EvaluateCommand
{
    private const string PictureExtension = ".svg";

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "evaluate",
            "Measures how often a model is right on labelled clips or fingerprints: accuracy, confusion matrix, recall and precision of "
            + "every class, for the training, validation and testing set each.",
            "kws evaluate speech_commands",
            "kws evaluate speech_commands --salt kws --split testing --picture confusion.svg",
            "kws evaluate samples/recorded.txt --json",
            "kws evaluate speech_commands --shift-study",
            "kws evaluate speech_commands --part 3/100 --output evaluation-3.json --resume",
            "kws evaluate speech_commands --model DS_CNN_S.pb --labels labels.txt --float");
        var dataSet = new EvaluationOptions(command, context);
        var study = new Option<bool>("--shift-study")
        {
            Description = "Evaluate the same network without its floor divisions too",
        };
        var isFloat = new Option<bool>("--float")
        {
            Description = "Evaluate a float network (--model: a TensorFlow graph or .safetensors) in floating point, on folders of clips",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
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
        command.Options.Add(study);
        command.Options.Add(isFloat);
        command.Options.Add(json);
        command.Options.Add(picture);
        Option<string?> output = EvaluationOutput.Option();
        command.Options.Add(output);
        var jobOptions = new JobOptions(command, context, result => result.GetValue(output) is not null, "--output");
        command.SetAction(parsed =>
        {
            var job = new EvaluationJob(dataSet, jobOptions, parsed.GetValue(output), context);
            (ImmutableArray<string> labels, SplitResult[] splits) = job.IsAsked(parsed)
                ? job.Run(parsed, parsed.GetValue(study) ? study : parsed.GetValue(isFloat) ? isFloat : null)
                : parsed.GetValue(isFloat)
                ? EvaluateFloat(parsed, dataSet, parsed.GetValue(study), context)
                : Evaluate(parsed, dataSet, parsed.GetValue(study), context);
            if (parsed.GetValue(picture) is { } path)
            {
                Files.Write(path, writer => ConfusionPicture.Write(writer, labels, splits[^1]));
            }

            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, EvaluationJson.Of(labels, splits), OutputJson.Default.EvaluationJson);
            }
            else
            {
                EvaluationTables.Write(context, labels, splits);
            }
        });
        return command;
    }

    private static (ImmutableArray<string> Labels, SplitResult[] Splits) Evaluate(
        ParseResult parsed, EvaluationOptions dataSet, bool isStudy, CliContext context)
    {
        KwsClassifier classifier = dataSet.CreateClassifier(parsed);
        SplitResult[] splits = Activity.Show(context, activity =>
        {
            Evaluator evaluator = dataSet.Read(parsed, classifier, activity);
            IReadOnlyDictionary<Split, ConfusionMatrix>? unshifted =
                isStudy ? Study(evaluator, classifier.Model, dataSet.Threads(parsed), activity, context) : null;
            return dataSet.Splits(parsed).Select(one => new SplitResult(one, evaluator[one], unshifted?[one])).ToArray();
        });
        return (classifier.Model.Labels, splits);
    }

    private static (ImmutableArray<string> Labels, SplitResult[] Splits) EvaluateFloat(
        ParseResult parsed, EvaluationOptions dataSet, bool isStudy, CliContext context)
    {
        if (isStudy)
        {
            throw CliException.WrongUsage("--shift-study and --float are two arithmetics, expected one");
        }

        FloatNetwork network = dataSet.LoadFloat(parsed);
        return (network.Labels, Activity.Show(context, activity =>
        {
            IReadOnlyDictionary<Split, ConfusionMatrix> matrices = dataSet.Read(parsed, network, activity);
            return dataSet.Splits(parsed).Select(one => new SplitResult(one, matrices[one], Unshifted: null)).ToArray();
        }));
    }

    private static IReadOnlyDictionary<Split, ConfusionMatrix> Study(
        Evaluator evaluator, KwsModel model, int threads, Activity activity, CliContext context)
    {
        try
        {
            IProgress<long> progress = activity.Receive<long>(
                done => $"evaluating without floor divisions: {NumberText.Part(done, evaluator.Count)} fingerprints");
            return evaluator.Recount(new UnshiftedNetwork(model).Classify, threads, progress, context.Cancellation);
        }
        catch (NotSupportedException e)
        {
            throw CliException.BadInput($"--shift-study: {e.Message}");
        }
    }
}
