using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>Topologies other than the default one, several blocks included: Scalar equals the reference, overflow included.</summary>
public class TopologyTests
{
    [Property(MaxTest = 150, Arbitrary = [typeof(Topologies)])]
    public void Scalar_equals_the_reference(Network network, int seed)
    {
        KwsModel model = new(network, RandomWeights(network, new Random(seed)));
        sbyte[] fingerprint = new sbyte[network.Input.Count];
        var random = new Random(~seed);
        for (int i = 0; i < fingerprint.Length; i++)
        {
            fingerprint[i] = (sbyte)random.Next(-32, 32);
        }

        KernelVerification result = Verifier.Run(new VerificationRequest(model, [fingerprint], Count: 32, Seed: seed, Threads: 1))
            .Single(kernel => kernel.Kernel == "Scalar");

        Assert.Equal(35, result.Cases);
        Assert.True(result.Mismatches == 0, result.First?.ToString());
    }

    [Fact]
    public void Several_blocks_of_extreme_weights_overflow_alike()
    {
        Network network = DsCnn.Parse("4 48 4 4 2 2 48 3 3 1 1 48 3 3 1 1 48 3 3 1 1");
        KwsModel model = new(network, network.Tensors.Select(spec => Enumerable.Repeat(31, spec.Count).ToImmutableArray()));
        sbyte[] fingerprint = new sbyte[300];
        fingerprint.AsSpan().Fill(31);

        OverflowException e = Assert.Throws<OverflowException>(() => new KwsClassifier(model).Classify(fingerprint));
        OverflowException expected = Assert.Throws<OverflowException>(() => new Reference.ReferenceClassifier(model).Infer(fingerprint));
        Assert.Equal(expected.Message, e.Message);
    }

    private static IEnumerable<ImmutableArray<int>> RandomWeights(Network network, Random random) =>
        network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-32, 32)).ToImmutableArray());

    public static class Topologies
    {
        public static Arbitrary<Network> Topology() => Arb.From(
            from first in Spec(maxKernel: 4)
            from count in Gen.Choose(1, 3)
            from blocks in Gen.ArrayOf(Spec(maxKernel: 5), count)
            from labels in Gen.Choose(1, 6)
            from frames in Gen.Choose(4, 12)
            from coefficients in Gen.Choose(4, 8)
            select DsCnn.Create(first, blocks, labels, frames, coefficients));

        private static Gen<ConvolutionSpec> Spec(int maxKernel) =>
            from channels in Gen.Choose(1, 6)
            from kernelTime in Gen.Choose(1, maxKernel)
            from kernelFrequency in Gen.Choose(1, maxKernel)
            from strideTime in Gen.Choose(1, 3)
            from strideFrequency in Gen.Choose(1, 3)
            select new ConvolutionSpec(channels, kernelTime, kernelFrequency, strideTime, strideFrequency);
    }
}
