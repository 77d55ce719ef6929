using System.CommandLine;
using Kws.Bulk.Jobs;
using Kws.Bulk.Parquet;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws merge</c>: the outputs of all parts of a job as one.</summary>
internal static class MergeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "merge",
            "Joins the outputs of all parts of a job (--part K/N), in any order, into the file that one run would have written, byte for "
            + "byte. The journal beside each part says which one it is.",
            "kws merge 'labels-*.csv' --output labels.csv",
            "kws merge first.parquet second.parquet --output both.parquet");
        Argument<string[]> input = Symbols.Inputs("Outputs of all parts, or patterns with *", ArgumentArity.OneOrMore);
        Option<string> output = Symbols.Output("File to write, whole or not at all; its name ends as those of the parts do");
        command.Arguments.Add(input);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(output);
            string[] paths = [.. parsed.GetRequiredValue(input).SelectMany(path => Expand(path, target, context))];
            if (!AtomicFile.IsDevice(target) && paths.FirstOrDefault(path => Ending(path) != Ending(target)) is { } other)
            {
                throw CliException.WrongUsage($"--output is '{target}', but {other} ends in '{Ending(other)}', expected the same ending");
            }

            if (paths.Select(AtomicFile.Target).Contains(AtomicFile.Target(target)))
            {
                throw CliException.WrongUsage($"--output is '{target}', which is one of the parts");
            }

            IReadOnlyList<FinishedPart> parts =
                PartSet.Of(paths.Select(path => Files.Read(path, FinishedPart.At)).Until(context.Cancellation));
            Activity.Show(context, activity =>
            {
                Files.WriteBytes(target, stream => Merge(parts, Reported(parts, activity), stream));
                return 0;
            });
        });
        return command;
    }

    private static IEnumerable<FinishedPart> Reported(IReadOnlyList<FinishedPart> parts, Activity activity)
    {
        for (int i = 0; i < parts.Count; i++)
        {
            activity.Report(FormattableString.Invariant($"merging part {NumberText.Part(i + 1, parts.Count)}"));
            yield return parts[i];
        }
    }

    private static void Merge(IReadOnlyList<FinishedPart> all, IEnumerable<FinishedPart> parts, Stream target)
    {
        switch (all[0].Output.Format)
        {
            case "csv":
                PartMerge.IndexedLines(parts, target, hasHead: true, beforeIndex: "");
                break;
            case "jsonl":
                PartMerge.IndexedLines(parts, target, hasHead: false, beforeIndex: "{\"index\":");
                break;
            case "npy labels" or "npy logits" or FingerprintOutput.NpyName:
                PartMerge.Npy(parts, target, all.Sum(part => part.Count));
                break;
            case "parquet":
                ParquetMerge.Results(parts, target);
                break;
            case FingerprintOutput.TextName or ClipCsv.FormatName:
                PartMerge.Lines(parts, target, hasHead: true);
                break;
            case FingerprintOutput.RawName or ClipJsonLines.FormatName:
                PartMerge.Lines(parts, target, hasHead: false);
                break;
            case ParquetFingerprintRows.FormatName:
                ParquetMerge.Fingerprints(parts, target);
                break;
            case EvaluationOutput.FormatName:
                EvaluationOutput.Merge(all, target);
                break;
            case var format:
                throw CliException.BadInput($"{all[0].Path}: parts of format {format} are not known");
        }
    }

    /// <summary>The files of a pattern, without the output of an earlier run.</summary>
    private static List<string> Expand(string path, string target, CliContext context)
    {
        if (!FolderSearch.IsPattern(path))
        {
            return [path];
        }

        string output = Path.GetFullPath(target);
        List<string> found = Files.Read(
            path,
            _ => FolderSearch.Matching(path, context.Cancellation).Where(file => Path.GetFullPath(file) != output).ToList());
        return found.Count > 0 ? found : throw CliException.BadInput($"{path}: there is no such file");
    }

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();
}
