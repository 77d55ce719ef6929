using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Hardware.Widths;

namespace Kws.Cli.Commands;

/// <summary><c>kws widths</c>: what accuracy becomes with narrower layers and other shifts.</summary>
internal static class WidthsCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "widths",
            "Finds how many bits each layer needs: the accuracy on labelled clips or fingerprints when its finished values, or its "
                + "accumulator at every addition, are saturated at fewer bits, or its floor division divides by another power of two.",
            "kws widths speech_commands --salt kws --split validation",
            "kws widths samples/recorded.txt",
            "kws widths samples/recorded.txt --json > widths.json");
        var dataSet = new EvaluationOptions(command, context);
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables" };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = dataSet.CreateClassifier(parsed);
            WidthStudyResult result = Activity.Show(context, activity =>
            {
                (sbyte[] fingerprints, int[] truths) = dataSet.Read(parsed, classifier, activity).CasesOf(dataSet.Splits(parsed));
                if (truths.Length == 0)
                {
                    throw CliException.BadInput("there is no fingerprint in the sets asked for");
                }

                activity.Report("finding the bits that each layer uses");
                return Run(new WidthStudy(
                    classifier.Model, fingerprints, truths, dataSet.Threads(parsed), context.Cancellation,
                    activity.Receive<(long Done, long All)>(work => $"simulating changed layers: {100 * work.Done / work.All} %")));
            });
            if (parsed.GetValue(json))
            {
                OutputJson.Write(context.Out, WidthsJson.Of(classifier.Model.Network, result), OutputJson.Default.WidthsJson);
            }
            else
            {
                WidthTables.Write(context, classifier.Model.Network, result);
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
