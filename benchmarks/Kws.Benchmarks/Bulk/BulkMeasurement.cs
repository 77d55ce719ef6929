using System.Diagnostics;
using Kws.Bulk;
using Kws.Fast;
using Kws.Model;

namespace Kws.Benchmarks.Bulk;

/// <summary>Times jobs against the kernel alone, in the same rounds: a machine that is slow for a while is slow for both.</summary>
internal sealed class BulkMeasurement(BulkFiles files)
{
    /// <summary>Fingerprints in memory, more than any cache holds.</summary>
    private const int InMemory = 500_000;

    private const int Rounds = 5;

    private readonly KwsClassifier _classifier = new(KwsModel.Default);
    private readonly sbyte[] _fingerprints = Inputs.Random(InMemory);
    private readonly int[] _logits = new int[InMemory * 4];

    public string KernelName => _classifier.KernelName;

    /// <summary>Bytes a second that one thread copies from memory to memory.</summary>
    public double CopyRate()
    {
        var copy = new sbyte[_fingerprints.Length];
        return _fingerprints.Length / Enumerable.Range(0, 10).Min(_ => Seconds(() => _fingerprints.CopyTo(copy, 0)));
    }

    /// <summary>
    /// Of every job and number of threads the fingerprints a second of its best round, and the median of its share of the kernel's rate in
    /// that round.
    /// </summary>
    public IEnumerable<(BulkCase Case, int Threads, double Kernel, double Rate, double Share)> Run()
    {
        BulkCase[] cases = [.. Cases()];
        foreach (int threads in (int[])[1, 2])
        {
            var rounds = Enumerable.Range(0, Rounds).Select(round =>
            {
                double kernel = Kernel(threads);
                return cases.Select(job =>
                {
                    double rate = job.Count / Seconds(() => Job(job, threads));

                    // Before and behind the job: the mean of both is the kernel's rate during it.
                    double after = Kernel(threads);
                    var result = (Kernel: (kernel + after) / 2, Rate: rate);
                    kernel = after;
                    return result;
                }).ToArray();
            }).ToArray();
            for (int i = 0; i < cases.Length; i++)
            {
                double[] shares = [.. rounds.Select(round => round[i].Rate / round[i].Kernel).Order()];
                yield return (cases[i], threads, rounds.Max(round => round[i].Kernel), rounds.Max(round => round[i].Rate),
                shares[Rounds / 2]);
            }
        }
    }

    /// <summary>Nanoseconds a fingerprint of jobs of each size, the best of some rounds through all of them.</summary>
    public double[] Scaled(IReadOnlyList<long> counts, int threads)
    {
        BulkCase[] cases =
            [.. counts.Select(count => new BulkCase("", files.Inputs(count), count, Outputs(".npy", ResultFormat.NpyLabels)))];
        double[][] rounds = [.. Enumerable.Range(0, 3).Select(_ => cases.Select(job => Repeated(job)).ToArray())];
        return [.. counts.Select((_, i) => rounds.Min(round => round[i]))];

        // Ten million at least: what disturbs the machine for a moment disturbs all alike.
        double Repeated(BulkCase job)
        {
            int times = (int)Math.Max(1, BulkFiles.Records / job.Count);
            return 1e9 * Seconds(() => Enumerable.Range(0, times).ToList().ForEach(_ => Job(job, threads))) / (job.Count * times);
        }
    }

    private IEnumerable<BulkCase> Cases()
    {
        IReadOnlyList<BulkOutput> arrays = [.. Outputs(".npy", ResultFormat.NpyLabels), .. Outputs(".logits.npy", ResultFormat.NpyLogits)];
        yield return new(".npy to .npy, labels and logits", [files.Npy], BulkFiles.Records, arrays);
        yield return new("raw to .npy, labels and logits", [files.Raw], BulkFiles.Records, arrays);
        yield return new(".npy to summary", [files.Npy], BulkFiles.Records, []);
        yield return new(".npy to CSV", [files.Npy], BulkFiles.Records, Outputs(".csv", ResultFormat.Csv));
        yield return new(".npy to JSON lines", [files.Npy], BulkFiles.Records, Outputs(".jsonl", ResultFormat.JsonLines));
        yield return new("text to .npy, labels and logits", [files.Text], BulkFiles.Lines, arrays);
    }

    private IReadOnlyList<BulkOutput> Outputs(
        string extension, Func<System.Collections.Immutable.ImmutableArray<string>, ResultFormat> format) =>
        [new(files.Output(extension), format(KwsModel.Default.Labels))];

    private double Kernel(int threads) => InMemory / Seconds(() => _classifier.InferParallel(_fingerprints, _logits, threads));

    private void Job(BulkCase job, int threads)
    {
        BulkSummary summary = new BulkJob(
            _classifier, [.. job.Inputs.Select(path => BulkInput.File(path))], job.Outputs,
            new BulkJobOptions { DegreeOfParallelism = threads })
            .RunAsync().GetAwaiter().GetResult();
        if (summary.Count != job.Count)
        {
            throw new InvalidOperationException($"{summary.Count} of {job.Count} fingerprints");
        }

        foreach (BulkOutput output in job.Outputs)
        {
            File.Delete(output.Path);
        }
    }

    private static double Seconds(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}

/// <summary>A job to be measured.</summary>
/// <param name="Name">For people.</param>
/// <param name="Inputs">The files.</param>
/// <param name="Count">Fingerprints in them.</param>
/// <param name="Outputs">What it writes.</param>
internal sealed record BulkCase(string Name, IReadOnlyList<string> Inputs, long Count, IReadOnlyList<BulkOutput> Outputs);
