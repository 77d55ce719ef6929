using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>Every kernel on any processor: random models and fingerprints, with the instructions emulated.</summary>
public class EmulatedTests
{
    [Fact]
    public void Every_emulated_kernel_equals_the_reference()
    {
        var request = new VerificationRequest(KwsModel.Default, [], Count: 640, Seed: 11, Threads: -1);

        IReadOnlyList<KernelVerification> results =
            Verifier.Run(request, EmulatedKernel.All, progress: null, TestContext.Current.CancellationToken);

        Assert.Equal(KwsClassifier.Kernels.Count - 1, results.Count);
        Assert.All(results, result => Assert.True(result.Ran, result.Kernel));
        Assert.All(results, result => Assert.True(result.Mismatches == 0, $"{result.Kernel}: {result.First}"));
    }
}
