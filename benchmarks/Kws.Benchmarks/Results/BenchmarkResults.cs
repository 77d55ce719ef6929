using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kws.Benchmarks.Results;

/// <summary>All measurements of one run: the content of <c>results.json</c>, from which tables and picture are made.</summary>
internal sealed record BenchmarkResults(RunEnvironment Environment, IReadOnlyList<Result> Results)
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "results.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads the results in a folder.</summary>
    public static BenchmarkResults Read(string folder) =>
        JsonSerializer.Deserialize<BenchmarkResults>(File.ReadAllText(Path.Combine(folder, FileName)), Format)!;

    /// <summary>Writes the results to a folder.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Format) + "\n");
    }

    /// <summary>The contenders of one thread, in the order of the run.</summary>
    public IEnumerable<string> Contenders => Network.Select(result => result.Contender).Distinct();

    /// <summary>The measurements of the whole network.</summary>
    public IEnumerable<Result> Network => Results.Where(result => result.Part == Result.Network);

    /// <summary>The whole network at every batch; those of <see cref="ThreadBenchmarks"/> are left out.</summary>
    public IEnumerable<Result> Sweep(string contender, int threads = 1) =>
        Network.Where(result => result.Contender == contender && result.Threads == threads && result.Batch <= NetworkBenchmarks.Count);

    /// <summary>The whole network at one batch.</summary>
    public Result At(string contender, int batch, int threads = 1) =>
        Network.Single(result => result.Contender == contender && result.Batch == batch && result.Threads == threads);

    /// <summary>The whole network at the batch that was the fastest.</summary>
    public Result Best(string contender, int threads = 1) => Sweep(contender, threads).MinBy(result => result.Nanoseconds)!;
}
