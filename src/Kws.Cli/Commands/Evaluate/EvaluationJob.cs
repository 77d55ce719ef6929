using System.Collections.Immutable;
using System.CommandLine;
using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>An evaluation that is shared out among machines, or resumed: it keeps counts alone, and no fingerprints.</summary>
/// <param name="dataSet">The data set and the model.</param>
/// <param name="options">The part, and whether it is resumed.</param>
/// <param name="path">The file for the results; null for none.</param>
/// <param name="context">Has the streams and the token.</param>
internal sealed class EvaluationJob(EvaluationOptions dataSet, JobOptions options, string? path, CliContext context)
{
    /// <summary>True if the command line asks for one.</summary>
    public bool IsAsked(ParseResult parsed) => path is not null || options.HasPart(parsed);

    /// <summary>Counts what is left of the part, or all of it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="refused">An option that needs all fingerprints at once; null if there is none.</param>
    public (ImmutableArray<string> Labels, SplitResult[] Splits) Run(ParseResult parsed, Option? refused)
    {
        if (refused is not null)
        {
            throw CliException.WrongUsage($"{refused.Name} evaluates the whole data set at once, expected no --part, --output or --resume");
        }

        KwsClassifier classifier = dataSet.CreateClassifier(parsed);
        KwsModel model = classifier.Model;
        IReadOnlyList<BulkInput> inputs = dataSet.Inputs(parsed, model);
        JobPart? part = options.Part(parsed, inputs);
        var counts = new EvaluationCounts(model.Labels.Length);
        Split[] splits = dataSet.Splits(parsed);
        string? skipped = dataSet.SkippedPath(parsed);
        Activity.Show(context, activity =>
        {
            var plan = PartPlan.Make(inputs, model.Network.Input, part, context.Cancellation);
            var trueLabels = new TrueLabels(model.Labels, dataSet.Salt(parsed));
            string settings = $"{JobDescription.TextOf(model)}\nevaluate {string.Join(' ', splits)} {dataSet.Salt(parsed)}";
            var job = new JobDescription(settings, plan, path is null ? [] : [(path, new EvaluationOutput())], skipped);
            options.Run(parsed, job, inputs, "fingerprints", counts, (files, journal) =>
            {
                var checkpoints = new Checkpoints(files, counts, BulkJobOptions.DefaultCheckpointInterval, context.Time);
                foreach (FingerprintBlock block in FingerprintBlocks.Classify(plan, journal, classifier, context, dataSet.Threads(parsed)))
                {
                    if (skipped is null && block.Bad is [var bad, ..])
                    {
                        throw new KwsFormatException(bad.Source, bad.Line, bad.Problem);
                    }

                    files.Skip(block.Bad);
                    counts.Skipped += block.Bad.Count;
                    foreach ((_, int truth, Split split, int predicted) in EvaluationInputs.CasesOf(block, trueLabels))
                    {
                        counts.Add(split, truth, predicted);
                    }

                    checkpoints.MoveTo(block.Input, block.End);
                    activity.Report(FormattableString.Invariant($"classifying fingerprints: {counts.Done:N0} so far"));
                }

                if (path is not null)
                {
                    files.Append(0, EvaluationOutput.Content(model.Labels, splits.Select(counts.ResultOf)));
                }
            });
            return 0;
        });
        if (counts.Skipped > 0)
        {
            context.Error.WriteLine($"fingerprints: {counts.Done}, skipped: {counts.Skipped}");
        }

        return (model.Labels, [.. splits.Select(counts.ResultOf)]);
    }
}
