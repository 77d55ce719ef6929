using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Results;

/// <summary>All results as a page.</summary>
internal static class ResultsPage
{
    /// <summary>The page.</summary>
    public static string Render(BenchmarkResults results) =>
        $"""
        # Benchmarks on {results.Environment.Processor}

        Made from [{BenchmarkResults.FileName}]({BenchmarkResults.FileName}), which also has the median beside every number. [What is compared and how](../../README.md).
        All times are nanoseconds per fingerprint, the best of all iterations.

        {Environment(results.Environment)}

        ## The network by size of batch

        One thread, save where two are named.

        {Batches(results)}
        ![Fingerprints per second by size of batch]({Rendering.PictureName})

        ## Against ONNX Runtime

        How many times as fast as ONNX Runtime on one thread: at batch 1, and each at its best batch.

        {Ratios(results)}
        ONNX Runtime was the fastest at batch {results.Best(ContenderList.OnnxRuntime).Batch} on one thread, and at batch
        {results.Best(ContenderList.OnnxRuntime, 2).Batch} on two, where a fingerprint took {Numbers.Nanoseconds(results.Best(ContenderList.OnnxRuntime, 2).Nanoseconds)} ns.

        ## Two threads

        One batch of {Numbers.Whole(ThreadBenchmarks.Count)} fingerprints.

        {Threads(results)}
        ## Each stage alone

        One fingerprint, again and again, on one thread.

        {Stages(results)}
        ## Allocations

        Bytes of managed memory per fingerprint.

        {Allocations(results)}
        """.ReplaceLineEndings("\n");

    private static string Environment(RunEnvironment environment) =>
        $"""
        - Processor: {environment.Processor}, {environment.Cores} cores
        - Operating system: {environment.OperatingSystem}
        - {environment.DotNet}, BenchmarkDotNet {environment.BenchmarkDotNet}
        - ONNX Runtime {environment.OnnxRuntime}
        - C: {environment.Gcc ?? "left out, since there was no gcc"}
        - Kws.Fast {environment.KwsFast}
        - {environment.Date:yyyy-MM-dd}
        """;

    private static MarkdownTable Batches(BenchmarkResults results)
    {
        string[] contenders = [.. results.Contenders];
        var table = new MarkdownTable(["batch", .. contenders.Select(ContenderNames.Markdown), "ONNX Runtime, two threads"]);
        foreach (Result two in results.Sweep(ContenderList.OnnxRuntime, 2))
        {
            table.Add(
            [
                Numbers.Whole(two.Batch),
                .. contenders.Select(contender => results.Sweep(contender).FirstOrDefault(result => result.Batch == two.Batch) is { } result
                    ? Numbers.Nanoseconds(result.Nanoseconds)
                    : ""),
                Numbers.Nanoseconds(two.Nanoseconds),
            ]);
        }

        return table;
    }

    private static MarkdownTable Ratios(BenchmarkResults results)
    {
        var table = new MarkdownTable("", "batch 1", "best batch", "(batch)");
        double single = results.At(ContenderList.OnnxRuntime, 1).Nanoseconds;
        double best = results.Best(ContenderList.OnnxRuntime).Nanoseconds;
        foreach (string contender in results.Contenders)
        {
            Result own = results.Best(contender);
            table.Add(
                ContenderNames.Markdown(contender),
                Numbers.Ratio(single / results.At(contender, 1).Nanoseconds),
                Numbers.Ratio(best / own.Nanoseconds),
                Numbers.Whole(own.Batch));
        }

        return table;
    }

    private static MarkdownTable Threads(BenchmarkResults results)
    {
        var table = new MarkdownTable("kernel", "one thread", "two threads", "speed-up");
        foreach (string kernel in results.Contenders.Where(ContenderNames.IsKernel))
        {
            double one = results.At(kernel, ThreadBenchmarks.Count, 1).Nanoseconds;
            double two = results.At(kernel, ThreadBenchmarks.Count, 2).Nanoseconds;
            table.Add(ContenderNames.Markdown(kernel), Numbers.Nanoseconds(one), Numbers.Nanoseconds(two), Numbers.Ratio(one / two));
        }

        return table;
    }

    private static MarkdownTable Stages(BenchmarkResults results)
    {
        string[] kernels = [.. results.Contenders.Where(ContenderNames.IsKernel)];
        var table = new MarkdownTable(["stage", .. kernels.Select(ContenderNames.Markdown)]);
        foreach (var stage in results.Results.Where(result => result.Part != Result.Network).GroupBy(result => result.Part))
        {
            table.Add(
                [stage.Key,
                    .. kernels.Select(kernel => Numbers.Nanoseconds(stage.Single(result => result.Contender == kernel).Nanoseconds))]);
        }

        return table;
    }

    private static MarkdownTable Allocations(BenchmarkResults results)
    {
        var table = new MarkdownTable("", "batch 1", $"batch {NetworkBenchmarks.Count}");
        foreach (string contender in results.Contenders)
        {
            table.Add(ContenderNames.Markdown(contender), Bytes(1), Bytes(NetworkBenchmarks.Count));

            string Bytes(int batch) => Numbers.Whole((int)Math.Ceiling(results.At(contender, batch).AllocatedBytes));
        }

        return table;
    }
}
