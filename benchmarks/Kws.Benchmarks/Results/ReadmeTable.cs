using System.Text.RegularExpressions;
using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Results;

/// <summary>
/// The table of the README, between <c>&lt;!-- benchmarks:begin FOLDER --&gt;</c> and <c>&lt;!-- benchmarks:end --&gt;</c>.
/// </summary>
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
        string rest = readme[(match.Index + match.Length)..];
        return $"{readme[..match.Index]}{match.Groups["begin"].Value}\n{table}{match.Groups["end"].Value}{rest}";
    }

    private static string Render(BenchmarkResults results, string folder)
    {
        RunEnvironment environment = results.Environment;
        Result onnx = results.Best(ContenderList.OnnxRuntime);
        Result onnxSingle = results.At(ContenderList.OnnxRuntime, 1);
        var table = new MarkdownTable(
            "one thread", "ns, one at a time", "ns, best batch", "fingerprints/s", "as fast as ONNX Runtime, one at a time",
            "as fast, best batches");
        foreach (string contender in Shown(results))
        {
            Result single = results.At(contender, 1);
            Result best = results.Best(contender);
            table.Add(
                ContenderNames.Markdown(contender),
                Numbers.Nanoseconds(single.Nanoseconds),
                Numbers.Nanoseconds(best.Nanoseconds),
                Numbers.PerSecond(best.Nanoseconds),
                $"{Numbers.Ratio(onnxSingle.Nanoseconds / single.Nanoseconds)} x",
                $"{Numbers.Ratio(onnx.Nanoseconds / best.Nanoseconds)} x");
        }

        string machine = $"{environment.Processor}, {environment.DotNet}, ONNX Runtime {environment.OnnxRuntime}";
        return
            $"""
            Time per fingerprint on {machine} ([all results]({folder}/{Rendering.PageName})):

            {table}

            """.ReplaceLineEndings("\n");
    }

    /// <summary>The two fastest kernels and the programs of others, the fastest first.</summary>
    private static IEnumerable<string> Shown(BenchmarkResults results)
    {
        string[] ordered = [.. results.Contenders.OrderBy(contender => results.Best(contender).Nanoseconds)];
        string[] kernels = [.. ordered.Where(ContenderNames.IsKernel).Take(2)];
        return ordered.Where(contender => contender is ContenderList.C or ContenderList.OnnxRuntime || kernels.Contains(contender));
    }

    [GeneratedRegex(@"(?<begin><!-- benchmarks:begin (?<folder>\S+) -->)\n.*?(?<end><!-- benchmarks:end -->)", RegexOptions.Singleline)]
    private static partial Regex Markers();
}
