using Kws.Fast.Kernels;

namespace Kws.Hardware.Verification;

/// <summary>Counts cases and mismatches of every kernel, from any number of threads.</summary>
/// <param name="kernels">The kernels.</param>
/// <param name="refusal">Says why a kernel that this processor has did not run.</param>
/// <param name="progress">Receives the number of cases so far.</param>
internal sealed class VerificationTally(IReadOnlyList<KernelEntry> kernels, Func<KernelEntry, string> refusal, IProgress<long>? progress)
{
    private readonly Lock _lock = new();
    private readonly long[] _cases = new long[kernels.Count];
    private readonly long[] _mismatches = new long[kernels.Count];
    private readonly (long Order, KernelMismatch Mismatch)?[] _first = new (long, KernelMismatch)?[kernels.Count];
    private long _total;

    public void Add(int kernel, int cases)
    {
        lock (_lock)
        {
            _cases[kernel] += cases;
            _total += cases;
            progress?.Report(_total);
        }
    }

    /// <param name="kernel">Which kernel.</param>
    /// <param name="order">The case's place in the run: the mismatch told is the one that comes first, whichever thread found it.</param>
    /// <param name="locate">Finds layer and position; called only for the first one so far.</param>
    public void AddMismatch(int kernel, long order, Func<KernelMismatch> locate)
    {
        lock (_lock)
        {
            _mismatches[kernel]++;
            if (_first[kernel] is not { } first || order < first.Order)
            {
                _first[kernel] = (order, locate());
            }
        }
    }

    public IReadOnlyList<KernelVerification> Results() =>
        [.. kernels.Select((kernel, i) => new KernelVerification(
            kernel.Name, _cases[i] > 0, WhyNotRun(kernel, _cases[i]), _cases[i], _mismatches[i], _first[i]?.Mismatch))];

    private string? WhyNotRun(KernelEntry kernel, long cases) =>
        cases > 0 ? null
        : !kernel.IsSupported ? $"needs {kernel.InstructionSets}"
        : refusal(kernel);
}
