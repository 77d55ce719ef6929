using Kws.Analysis;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The verifier that <c>kws verify</c> shows.</summary>
public class VerifierTests
{
    [Fact]
    public void Every_supported_kernel_runs_every_case_without_mismatch()
    {
        var request = new VerificationRequest(
            DsCnnModel.Default, [.. Recorded.Fingerprints.Take(100).Select(fingerprint => fingerprint.Values)], Count: 3200, Seed: 1, Threads: -1);

        IReadOnlyList<KernelVerification> results = Verifier.Run(request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(KernelRegistry.All.Select(entry => entry.Name), results.Select(result => result.Kernel));
        foreach ((KernelVerification result, KernelEntry entry) in results.Zip(KernelRegistry.All))
        {
            Assert.Equal(entry.IsSupported, result.Ran);
            Assert.Equal(entry.IsSupported ? 100 + 3200 + 200 : 0, result.Cases);
            Assert.Equal(0, result.Mismatches);
            Assert.Null(result.First);
            Assert.Equal(entry.IsSupported, result.NotRunBecause is null);
        }
    }

    [Fact]
    public void Progress_counts_all_cases_of_all_kernels()
    {
        long last = 0;
        var progress = new Synchronous(count => last = count);

        IReadOnlyList<KernelVerification> results = Verifier.Run(
            new VerificationRequest(DsCnnModel.Default, [], Count: 640, Seed: 1, Threads: 1), progress, TestContext.Current.CancellationToken);

        Assert.Equal(results.Sum(result => result.Cases), last);
    }

    [Fact]
    public void A_cancelled_token_stops_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Verifier.Run(new VerificationRequest(DsCnnModel.Default, [], 1000, 1, -1), cancellationToken: source.Token));
    }

    private sealed class Synchronous(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
