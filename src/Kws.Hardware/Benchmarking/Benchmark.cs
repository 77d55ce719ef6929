using Kws.Fast;
using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>Times kernels against the clock and the multiplier of the processor they run on, all measured in the same run.</summary>
public static class Benchmark
{
    /// <summary>
    /// The share of the time that single inferences have for themselves, while the JIT compiles with all optimisations what it has not so
    /// compiled at the first call: before that a large batch may take many times as long.
    /// </summary>
    private const double WarmUpShare = 0.25;

    /// <summary>The batches measured on one thread.</summary>
    public static IReadOnlyList<int> Batches { get; } = [1, 32, KernelRuns.LargestBatch];

    /// <summary>The names of the kernels that this processor supports and that handle a model.</summary>
    /// <param name="model">The model.</param>
    public static IReadOnlyList<string> KernelsOf(KwsModel model) =>
        [.. KernelRegistry.All.Where(kernel => kernel.IsSupported && kernel.Handles(model)).Select(kernel => kernel.Name)];

    /// <summary>Measures for the time asked for.</summary>
    /// <param name="request">What to measure and how long.</param>
    /// <param name="cancellationToken">Stops between samples.</param>
    /// <exception cref="ArgumentException">A kernel is unknown, or <see cref="PeakLoops"/> does not know an instruction of it.</exception>
    /// <exception cref="PlatformNotSupportedException">This processor does not support a kernel.</exception>
    /// <exception cref="TimeoutException">The time asked for is too short to measure everything once.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BenchmarkReport Run(BenchmarkRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var rotation = new Rotation(request.Duration, cancellationToken);
        Network network = request.Model.Network;
        sbyte[] fingerprints = KernelRuns.RandomFingerprints(network);
        Measurement clock = rotation.Add(ClockChain.Measure());
        var peaks = new Dictionary<MultiplyInstruction, Measurement>();
        var kernels = new List<KernelMeasurements>();
        foreach (KernelInfo kernel in request.Kernels.Select(name => KernelRegistry.Find(name).Info))
        {
            kernels.Add(new KernelMeasurements(
                kernel,
                Peak(kernel.ConvolutionMultiply),
                Peak(kernel.OtherMultiply),
                new KernelRuns(request.Model, kernel.Name, fingerprints),
                rotation));
        }

        rotation.Run(WarmUpShare);
        foreach (KernelMeasurements kernel in kernels)
        {
            kernel.AddLargeBatches(rotation);
        }

        rotation.Run(1);
        double clockGHz = 1 / clock.Nanoseconds;
        return new BenchmarkReport(
            CpuName.Current,
            clockGHz,
            [.. kernels.SelectMany(kernel => kernel.Timings(network, clockGHz))],
            [.. kernels.SelectMany(kernel => kernel.ThreadTimings())]);

        Measurement Peak(MultiplyInstruction instruction) =>
            peaks.TryGetValue(instruction, out Measurement? known)
                ? known
                : peaks[instruction] = rotation.Add(PeakLoops.Measure(instruction));
    }
}
