using Kws.Fast;
using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>All measurements of one kernel.</summary>
internal sealed class KernelMeasurements
{
    private const int MostThreads = 2;

    private readonly KernelInfo _kernel;
    private readonly Measurement _convolutionPeak;
    private readonly Measurement _othersPeak;
    private readonly KernelRuns _runs;
    private readonly List<(int Batch, Measurement Time)> _batches = [];
    private readonly List<(int Threads, Measurement Time)> _threads = [];

    public KernelMeasurements(
        KernelInfo kernel, Measurement convolutionPeak, Measurement othersPeak, KernelRuns runs, Rotation rotation)
    {
        _kernel = kernel;
        _convolutionPeak = convolutionPeak;
        _othersPeak = othersPeak;
        _runs = runs;
        _batches.Add((Benchmark.Batches[0], rotation.Add(runs.OneThread(Benchmark.Batches[0]))));
    }

    /// <summary>Adds what takes long: by now the time to expect is known, so that a run that must fail fails soon.</summary>
    public void AddLargeBatches(Rotation rotation)
    {
        double nanoseconds = _batches[0].Time.Nanoseconds;
        foreach (int batch in Benchmark.Batches.Skip(1))
        {
            _batches.Add((batch, rotation.Add(_runs.OneThread(batch), Expected(batch))));
        }

        int parallelBatch = KernelRuns.ParallelBatch(nanoseconds);
        for (int threads = 1; threads <= MostThreads; threads++)
        {
            _threads.Add((threads, rotation.Add(_runs.Parallel(parallelBatch, threads), Expected(parallelBatch))));
        }

        TimeSpan Expected(int inferences) => TimeSpan.FromMicroseconds(nanoseconds * inferences / 1000);
    }

    public IEnumerable<KernelTiming> Timings(Network network, double clockGHz)
    {
        double leastNs = (LeastMultiplies.OfConvolutions(_kernel, network) * _convolutionPeak.Nanoseconds)
            + (LeastMultiplies.OfOthers(_kernel, network) * _othersPeak.Nanoseconds);
        double peak = LeastMultiplies.Of(_kernel, network) / leastNs * 1e9;
        return _batches.Select(batch => new KernelTiming(
            _kernel.Name, batch.Batch, batch.Time.Nanoseconds, batch.Time.Nanoseconds * clockGHz, peak, leastNs / batch.Time.Nanoseconds));
    }

    public IEnumerable<ThreadTiming> ThreadTimings() => _threads.Select(threads => new ThreadTiming(
        _kernel.Name, threads.Threads, threads.Time.Nanoseconds, _threads[0].Time.Nanoseconds / threads.Time.Nanoseconds));
}
