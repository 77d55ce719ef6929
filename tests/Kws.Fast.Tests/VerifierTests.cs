using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The verifier that <c>kws verify</c> shows.</summary>
public class VerifierTests
{
    [Fact]
    public void Every_supported_kernel_runs_every_case_without_mismatch()
    {
        var request = new VerificationRequest(
            KwsModel.Default, [.. Recorded.Fingerprints.Take(100).Select(fingerprint => fingerprint.Values)], Count: 3200, Seed: 1,
            Threads: -1);

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
    public void A_kernel_that_does_not_handle_the_model_is_not_run_at_all()
    {
        KwsModel model = Models.TooLarge;
        IReadOnlyList<KernelVerification> results = Verifier.Run(
            new VerificationRequest(model, [], Count: 320, Seed: 1, Threads: -1), cancellationToken: TestContext.Current.CancellationToken);

        KernelVerification ran = Assert.Single(results, result => result.Ran);
        Assert.Equal("Scalar", ran.Kernel);
        Assert.Equal(0, ran.Mismatches);
        foreach (KernelVerification result in results.Where(result => result != ran))
        {
            bool isSupported = KernelRegistry.All.Single(entry => entry.Name == result.Kernel).IsSupported;
            Assert.StartsWith(isSupported ? "does not handle this model: " : "needs ", result.NotRunBecause, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Only_the_kernels_asked_for_are_run()
    {
        var request = new VerificationRequest(KwsModel.Default, [], Count: 16, Seed: 1, Threads: 1, ["scalar"]);
        Assert.Equal("Scalar", Assert.Single(Verifier.Run(request, cancellationToken: TestContext.Current.CancellationToken)).Kernel);
        Assert.Throws<ArgumentException>(
            () => Verifier.Run(request with { Kernels = ["Sse9"] }, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Inputs_that_are_no_fingerprints_are_refused()
    {
        Assert.StartsWith("input 1 has 299 values, expected 300", Message(new sbyte[299]), StringComparison.Ordinal);
        sbyte[] bad = new sbyte[300];
        bad[7] = 32;
        Assert.StartsWith("input 1: value 7 is 32, expected -32 to 31", Message(bad), StringComparison.Ordinal);

        static string Message(sbyte[] input) => Assert.Throws<ArgumentException>(
            () => Verifier.Run(new VerificationRequest(KwsModel.Default, [new sbyte[300], input], 0, 1, 1),
                cancellationToken: TestContext.Current.CancellationToken)).Message;
    }

    [Fact]
    public void Progress_counts_all_cases_of_all_kernels()
    {
        long last = 0;
        var progress = new Synchronous(count => last = count);

        IReadOnlyList<KernelVerification> results = Verifier.Run(
            new VerificationRequest(KwsModel.Default, [], Count: 640, Seed: 1, Threads: 1), progress,
            TestContext.Current.CancellationToken);

        Assert.Equal(results.Sum(result => result.Cases), last);
    }

    [Fact]
    public void A_cancelled_token_stops_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Verifier.Run(new VerificationRequest(KwsModel.Default, [], 1000, 1, -1), cancellationToken: source.Token));
    }

    private sealed class Synchronous(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
