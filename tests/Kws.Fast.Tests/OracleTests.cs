using FsCheck;
using FsCheck.Fluent;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Fast.Tests;

/// <summary>The oracle that stands in for the reference in long verifications.</summary>
public class OracleTests
{
    [Fact]
    public void Oracle_equals_the_reference()
    {
        Stage network = Stage.All.Single(stage => stage.Name == "Network");
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
            Prop.ForAll(IntegerCases.For(network), integers =>
            {
                KwsModel model = integers.Model(network);
                sbyte[] fingerprint = Stage.Narrow(integers.Input);
                return new ScalarOracle(model).Infer(fingerprint).AsSpan().SequenceEqual(new ReferenceClassifier(model).Infer(fingerprint));
            }));
    }

    [Fact]
    public void Oracle_gives_the_recorded_logits()
    {
        AssertGives(Recorded.Logits, KwsModel.Default);
        AssertGives(HardwareTeam.Logits, HardwareTeam.Model);

        static void AssertGives(IEnumerable<int> logits, KwsModel model)
        {
            var oracle = new ScalarOracle(model);
            Assert.Equal(logits, Recorded.Fingerprints.SelectMany(fingerprint => oracle.Infer(fingerprint.Values.Span)));
        }
    }

    [Theory]
    [InlineData("2 48 4 4 2 2 16 3 3 1 1", 4, true)]
    [InlineData("2 48 4 4 2 2 16 3 3 1 1", 12, true)]
    [InlineData("2 47 4 4 2 2 16 3 3 1 1", 4, false)]
    [InlineData("3 48 4 4 2 2 48 3 3 1 1 16 3 3 1 1", 4, false)]
    public void Oracle_handles_one_topology(string modelSizeInfo, int labels, bool expected) =>
        Assert.Equal(expected, ScalarOracle.Handles(DsCnn.Parse(modelSizeInfo, labels)));

    [Fact]
    public void A_fault_is_found_beyond_the_cases_that_the_reference_computes()
    {
        // The wrong kernel spoils the last fingerprint of every batch: of 5,120 random ones also those that only the oracle computes.
        var request = new VerificationRequest(KwsModel.Default, [], Count: 5120, Seed: 3, Threads: -1);
        KernelVerification result = Assert.Single(
            Verifier.Run(request, [WrongKernel.Entry("last fingerprint")], progress: null, TestContext.Current.CancellationToken));
        Assert.Equal((5120 / 256) + (320 / 64), result.Mismatches);
    }
}
