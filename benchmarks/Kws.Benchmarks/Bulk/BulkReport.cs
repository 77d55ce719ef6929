using System.Diagnostics;
using System.Globalization;
using Kws.Benchmarks.Results;

namespace Kws.Benchmarks.Bulk;

/// <summary>Measures classification of whole files and writes the page about it.</summary>
internal static class BulkReport
{
    private const string FileName = "bulk.md";

    public static void Write(string folder)
    {
        using var files = new BulkFiles();
        var measurement = new BulkMeasurement(files);
        double copy = measurement.CopyRate();
        var jobs = new MarkdownTable("job", "threads", "kernel in memory", "job", "of the kernel's rate");
        foreach ((BulkCase job, int threads, double kernel, double rate, double share) in measurement.Run())
        {
            jobs.Add(
                job.Name, $"{threads}", Million(kernel), Million(rate), string.Create(CultureInfo.InvariantCulture, $"{100 * share:F0} %"));
            Console.WriteLine($"{job.Name}, {threads} threads: {Million(rate)}, {100 * share:F0} %");
        }

        long[] counts = [1_000_000, 10_000_000, 100_000_000];
        double[] costs = measurement.Scaled(counts, Environment.ProcessorCount);
        var scale = new MarkdownTable("fingerprints", "int8", "ns each", "peak memory of `kws`, a sparse file of that size");
        foreach ((long count, double cost) in counts.Zip(costs))
        {
            scale.Add(
                Numbers.Whole((int)count), string.Create(CultureInfo.InvariantCulture, $"{count * 300 / 1e9:0.#} GB"),
                Numbers.Nanoseconds(cost), $"{PeakMegabytes(files, count)} MB");
        }

        RunEnvironment environment = RunEnvironment.Current;
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, FileName),
            $"""
            # Whole files on {environment.Processor}

            Fingerprints a second, with files in the page cache, made by `dotnet run -c Release --project benchmarks/Kws.Benchmarks -- bulk`; [how it is measured](../../README.md).

            - Processor: {environment.Processor}, {environment.Cores} cores; kernel `{measurement.KernelName}`
            - Operating system: {environment.OperatingSystem}
            - {environment.DotNet}, Kws.Fast {environment.KwsFast}
            - Memory: one thread copies {copy / 1e9:F1} GB a second
            - {environment.Date:yyyy-MM-dd}

            {jobs}
            From thousands to more than memory holds, on {environment.Cores} threads, raw to `.npy` (labels); 10^8 are the file of 10^7 ten times:

            {scale}
            """.ReplaceLineEndings("\n"));
    }

    /// <summary>The most memory that the program itself has while it classifies a file.</summary>
    private static long PeakMegabytes(BulkFiles files, long count)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "kws.exe" : "kws");
        using Process process = Process.Start(program, ["classify", files.Sparse(count), "--output", files.Output(".npy"), "--quiet"]);
        long peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            process.Refresh();
            peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
        }

        return process.ExitCode == 0 ? peak / 1_000_000 : throw new InvalidOperationException("kws classify failed");
    }

    private static string Million(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate / 1e6:F2} million");
}
