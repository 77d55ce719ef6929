using BenchmarkDotNet.Attributes;
using Kws.Benchmarks.Results;
using Kws.Cli;
using Kws.Cli.Commands;
using Kws.Fast;
using Kws.Hardware;
using Kws.Hardware.Ranges;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Benchmarks;

/// <summary>
/// The work of <c>kws ranges --threads 1</c> for every fingerprint: least and greatest value of every channel of every layer. Times are per
/// fingerprint; beside them that of the fastest kernel, which only classifies.
/// </summary>
/// <remarks>
/// What is done once, whatever the number of fingerprints, is not part of it: bounds, search of witnesses, products and histograms of the
/// sample.
/// </remarks>
[MemoryDiagnoser]
public class RangesBenchmarks
{
    internal static readonly TimesReport Report = new(
        "ranges", "ranges.md", "Least and greatest values of all layers", "What `kws ranges --threads 1` does for every fingerprint.",
        "fingerprint", nameof(Classify),
        "as fast as the kernel",
        [
            (nameof(Scan), "least and greatest value of every channel of every layer"),
            (nameof(MakeRandom), "random fingerprints made"),
            (nameof(ObserveRandom), "made and observed, as by `--random N`"),
            (nameof(ReadText), "fingerprints read from text"),
            (nameof(ObserveText), "read and observed, as of an input"),
            (nameof(Classify), "the fastest kernel, which only classifies"),
        ]);

    internal const int Count = 1024;
    internal const int Many = 16_384;

    private static readonly KwsModel Model = KwsModel.Default;

    private readonly int _length = Model.Network.Input.Count;
    private readonly sbyte[] _fingerprints = Inputs.Random(Count);
    private readonly int[] _labels = new int[Count];
    private readonly LayerScan _scan = new(Model);
    private readonly KwsClassifier _classifier = new(Model);
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"kws-benchmarks-{Environment.ProcessId}.txt");

    [GlobalSetup(Targets = [nameof(ReadText), nameof(ObserveText)])]
    public void WriteFile() =>
        File.WriteAllLines(
            _file, Enumerable.Repeat(_fingerprints.Chunk(_length), Many / Count).SelectMany(all => all)
                .Select(one => string.Join(' ', one)));

    [GlobalCleanup(Targets = [nameof(ReadText), nameof(ObserveText)])]
    public void DeleteFile() => File.Delete(_file);

    [Benchmark(OperationsPerInvoke = Count)]
    public void Scan()
    {
        for (int start = 0; start < _fingerprints.Length; start += _length)
        {
            _scan.Add(_fingerprints.AsSpan(start, _length));
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public void MakeRandom()
    {
        var random = new RandomStream(1, 0);
        RandomCases.Fill(_fingerprints, Model.Network, ref random);
    }

    [Benchmark(OperationsPerInvoke = Many)]
    public void ObserveRandom() => Observer().AddRandom(Many, seed: 1, CancellationToken.None);

    [Benchmark(OperationsPerInvoke = Many)]
    public int ReadText() => FingerprintFile.Read(_file, Model.Network).Count();

    [Benchmark(OperationsPerInvoke = Many)]
    public void ObserveText()
    {
        var context = new CliContext(TextReader.Null, TextWriter.Null, Console.Error, CancellationToken.None);
        RangeInputs.Read(
            new FingerprintInputs(Model.FrontEnd, context).Find([_file]),
            Model.Network, Observer(), new BadItems(path: null), context);
    }

    [Benchmark(OperationsPerInvoke = Count, Baseline = true)]
    public void Classify() => _classifier.Classify(_fingerprints, _labels);

    private static RangeObserver Observer() => new(Model, threads: 1);
}
