using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Hardware.Widths;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary><c>kws widths</c>: what accuracy becomes with narrower layers and other shifts.</summary>
internal static class WidthsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "widths",
            "Finds how many bits each layer needs: the accuracy on labelled clips or fingerprints when its finished values, or its "
                + "accumulator at every addition, are saturated at fewer bits, or its floor division divides by another power of two; "
                + "and, on clips, with fewer bits in the Fourier transform of an integer front end.",
            "kws widths speech_commands --salt kws --split validation",
            "kws widths speech_commands --arithmetic integers --split validation",
            "kws widths samples/recorded.txt",
            "kws widths samples/recorded.txt --json > widths.json");
        var dataSet = new EvaluationOptions(command, context);
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = dataSet.CreateClassifier(parsed);
            TransformWidths? transform = null;
            WidthStudyResult result = Activity.Show(context, activity =>
            {
                Evaluator evaluator = dataSet.Read(parsed, classifier, activity, out bool hasSound);
                (sbyte[] fingerprints, int[] truths) = evaluator.CasesOf(dataSet.Splits(parsed));
                if (truths.Length == 0)
                {
                    throw CliException.BadInput("there is no fingerprint in the sets asked for");
                }

                if (hasSound && classifier.Model.FrontEnd.Arithmetic == FrontEndArithmetic.Integers)
                {
                    transform = TransformWidths.Of(classifier, fewer => dataSet.ReadAgain(parsed, fewer, activity), dataSet.Splits(parsed));
                }

                activity.Report("finding the bits that each layer uses");
                return Run(new WidthStudy(
                    classifier.Model, fingerprints, truths, dataSet.Threads(parsed), context.Cancellation,
                    activity.Receive<(long Done, long All)>(work => $"simulating changed layers: {100 * work.Done / work.All} %")));
            });
            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, WidthsJson.Of(classifier.Model.Network, result, transform), OutputJson.Default.WidthsJson);
            }
            else
            {
                WidthTables.Write(context, classifier.Model.Network, result, transform);
            }
        });
        return command;
    }

    private static WidthStudyResult Run(WidthStudy study)
    {
        try
        {
            return study.Run();
        }
        catch (OverflowException e)
        {
            // Possible with several blocks or enormous biases only.
            throw CliException.BadInput(e.Message);
        }
    }
}
