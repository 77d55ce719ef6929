using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The checks can fail: a kernel with a planted fault is rejected by the properties and by the verifier.</summary>
public class WrongKernelTests
{
    [Theory]
    [MemberData(nameof(WrongKernel.Faults), MemberType = typeof(WrongKernel))]
    public void Properties_reject_a_planted_fault(string fault, string stage)
    {
        Exception rejection = Assert.ThrowsAny<Exception>(
            () => StageTests.Check(WrongKernel.Entry(fault), Stage.All.Single(s => s.Name == stage), tests: 200));

        Assert.Contains("Falsifiable", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("expected", rejection.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counterexample_shrinks_to_a_few_integers()
    {
        Exception rejection = Assert.ThrowsAny<Exception>(
            () => StageTests.Check(WrongKernel.Entry("truncates"), Stage.All.Single(s => s.Name == "Convolution"), tests: 200));

        string shrunk = rejection.Message[rejection.Message.IndexOf("Shrunk:", StringComparison.Ordinal)..];
        Assert.InRange(shrunk.Split('[').Length - 1, 2, 6);
    }

    [Fact]
    public void Verifier_names_case_layer_and_position()
    {
        var request = new VerificationRequest(KwsModel.Default, [], Count: 64, Seed: 7, Threads: 2);

        KernelVerification result = Assert.Single(
            Verifier.Run(request, [WrongKernel.Entry("last fingerprint")], progress: null, TestContext.Current.CancellationToken));

        Assert.True(result.Ran);
        Assert.Equal(68, result.Cases);
        Assert.Equal(2, result.Mismatches);
        Assert.NotNull(result.First);
        Assert.Equal("random fingerprint 63 of seed 7", result.First.Case);
        Assert.Equal("fc1", result.First.Layer);
        Assert.Equal("time 0, frequency 0, channel 3", result.First.Position);
        Assert.Equal(result.First.Expected + 1, result.First.Actual);
    }
}
