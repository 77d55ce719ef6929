using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>The kernels, time and model that <see cref="Benchmark"/> measures.</summary>
/// <param name="Model">The model, which every kernel named must handle.</param>
/// <param name="Kernels">Names of kernels that this processor supports.</param>
/// <param name="Duration">The time for the whole run: more of it means more samples to take the best of.</param>
public sealed record BenchmarkRequest(KwsModel Model, IReadOnlyList<string> Kernels, TimeSpan Duration);
