using System.Text.RegularExpressions;
using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Results;

/// <summary>The table of the README, between <c>&lt;!-- benchmarks:begin FOLDER --&gt;</c> and <c>&lt;!-- benchmarks:end --&gt;</c>.</summary>
internal static partial class ReadmeTable
{
    /// <summary>The README with its table made anew from the results in the folder that its marker names.</summary>
    public static string Update(string readme)
    {
        Match match = Markers().Match(readme);
        if (!match.Success)
        {
            throw new FormatException("README.md has no <!-- benchmarks:begin FOLDER --> ... <!-- benchmarks:end -->");
        }

        string folder = match.Groups["folder"].Value;
        string table = Render(BenchmarkResults.Read(Repository.ResultsFolder(folder)), $"benchmarks/results/{folder}");
        return $"{readme[..match.Index]}{match.Groups["begin"].Value}\n{table}{match.Groups["end"].Value}{readme[(match.Index + match.Length)..]}";
    }

    private static string Render(BenchmarkResults results, string folder)
    {
        RunEnvironment environment = results.Environment;
        Result onnx = results.Best(ContenderList.OnnxRuntime);
        Result onnxSingle = results.At(ContenderList.OnnxRuntime, 1);
        var table = new MarkdownTable(
            "one thread", "ns at batch 1", "ns at best batch", "best batch", "fingerprints/s", "as fast as ONNX Runtime, batch 1", "as fast, best batches");
        foreach (string contender in results.Contenders.OrderBy(contender => results.Best(contender).Nanoseconds))
        {
            Result single = results.At(contender, 1);
            Result best = results.Best(contender);
            table.Add(
                ContenderNames.Markdown(contender),
                Numbers.Nanoseconds(single.Nanoseconds),
                Numbers.Nanoseconds(best.Nanoseconds),
                Numbers.Whole(best.Batch),
                Numbers.PerSecond(best.Nanoseconds),
                $"{Numbers.Ratio(onnxSingle.Nanoseconds / single.Nanoseconds)} x",
                $"{Numbers.Ratio(onnx.Nanoseconds / best.Nanoseconds)} x");
        }

        string compiler = environment.Gcc is { } gcc ? $", {gcc}" : "";
        return
            $"""
            Time per fingerprint on {environment.Processor}, {environment.DotNet}, ONNX Runtime {environment.OnnxRuntime}{compiler}:

            {table}
            ![Fingerprints per second by size of batch]({folder}/{Rendering.PictureName})

            {Threads(results)}

            """.ReplaceLineEndings("\n");
    }

    private static string Threads(BenchmarkResults results)
    {
        string kernel = results.Contenders.First(ContenderNames.IsKernel);
        double speedUp = results.At(kernel, ThreadBenchmarks.Count, 1).Nanoseconds / results.At(kernel, ThreadBenchmarks.Count, 2).Nanoseconds;
        return $"On two threads `{kernel}` does {Numbers.Ratio(speedUp)} times as many, in a batch of {Numbers.Whole(ThreadBenchmarks.Count)}.";
    }

    [GeneratedRegex(@"(?<begin><!-- benchmarks:begin (?<folder>\S+) -->)\n.*?(?<end><!-- benchmarks:end -->)", RegexOptions.Singleline)]
    private static partial Regex Markers();
}
