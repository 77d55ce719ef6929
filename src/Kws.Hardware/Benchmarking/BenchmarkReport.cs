namespace Kws.Hardware.Benchmarking;

/// <summary>The measurements of <see cref="Benchmark"/>.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="ClockGHz">Its clock during the run, by a chain of instructions of known latency.</param>
/// <param name="Results">Every kernel with every batch, one thread.</param>
/// <param name="Threads">Every kernel on one and on two threads, a large batch.</param>
public sealed record BenchmarkReport(
    string Cpu, double ClockGHz, IReadOnlyList<KernelTiming> Results, IReadOnlyList<ThreadTiming> Threads);

/// <summary>The time of one kernel with one batch.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Batch">Fingerprints a call.</param>
/// <param name="NsPerInference">Nanoseconds a fingerprint: the best of many short samples.</param>
/// <param name="CyclesPerInference">The same in clock cycles.</param>
/// <param name="PeakMultipliesPerSecond">
/// How many of the kernel's multiply instructions (<see cref="Kws.Fast.MultiplyInstruction"/>) the processor does with nothing else to do;
/// where a kernel has two, the rate of the mix that the network needs.
/// </param>
/// <param name="Efficiency">The time that the least number of multiplies takes at that rate, divided by the time measured.</param>
public sealed record KernelTiming(
    string Kernel, int Batch, double NsPerInference, double CyclesPerInference, double PeakMultipliesPerSecond, double Efficiency);

/// <summary>The time of one kernel on some threads.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Threads">How many threads.</param>
/// <param name="NsPerInference">Nanoseconds of wall-clock time a fingerprint.</param>
/// <param name="SpeedUp">How many times faster than one thread.</param>
public sealed record ThreadTiming(string Kernel, int Threads, double NsPerInference, double SpeedUp);
