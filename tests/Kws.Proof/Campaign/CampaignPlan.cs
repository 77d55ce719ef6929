using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Proof.Campaign;

/// <summary>
/// The random cases of a plan in chunks. A chunk has the cases of a run of <c>kws verify</c>, which compares them with the reference and
/// names what differs; its number is the seed of that run. A digest is a hash of all logits of a chunk in their order: it does not depend
/// on the number of threads, and is the same on every processor.
/// </summary>
internal abstract class CampaignPlan
{
    /// <summary>The plans by name.</summary>
    public static IReadOnlyDictionary<string, CampaignPlan> All { get; } = new Dictionary<string, CampaignPlan>
    {
        ["fused"] = new FusedPlan(),
        ["general"] = new GeneralPlan(),
    };

    /// <summary>The cases of a chunk.</summary>
    public abstract int Cases { get; }

    /// <summary>The digest of a chunk.</summary>
    /// <param name="chunk">The number of the chunk.</param>
    /// <param name="computation">Makes the computation for a model.</param>
    public ulong Digest(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation)
    {
        Func<int, ulong> digestOfPart = Parts(chunk, computation);
        var digests = new ulong[PartCount];
        Parallel.For(0, digests.Length, part => digests[part] = digestOfPart(part));
        return digests.Aggregate(0UL, (sum, digest) => SplitMix64.Mix((sum ^ digest) + SplitMix64.Step));
    }

    /// <summary>Compares the kernels of this processor with the reference on a chunk.</summary>
    /// <param name="chunk">The number of the chunk.</param>
    public abstract IReadOnlyList<KernelVerification> Compare(int chunk);

    /// <summary>The parts of a chunk, which threads compute at once.</summary>
    protected abstract int PartCount { get; }

    /// <summary>The digest of each part of a chunk.</summary>
    protected abstract Func<int, ulong> Parts(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation);

    /// <summary>
    /// Adds the logits of fingerprints to a digest. A fingerprint of which a value does not fit 32 bits has none, and counts as such.
    /// </summary>
    protected static ulong Add(ulong sum, Network network, ReadOnlyMemory<sbyte> block, Func<ReadOnlyMemory<sbyte>, int[]> infer)
    {
        (int length, int labels) = (network.Input.Count, network.LabelCount);
        int[]? all = KernelComparison.NullOnOverflow(() => infer(block));
        for (int i = 0; i < block.Length / length; i++)
        {
            ReadOnlySpan<int> logits =
                all is null ? Alone(block.Slice(i * length, length), infer) : all.AsSpan(i * labels, labels);
            sum = SplitMix64.Mix(sum + SplitMix64.Step);
            foreach (int logit in logits)
            {
                sum = SplitMix64.Mix(sum ^ (uint)logit);
            }
        }

        return sum;
    }

    private static int[]? Alone(ReadOnlyMemory<sbyte> fingerprint, Func<ReadOnlyMemory<sbyte>, int[]> infer) =>
        KernelComparison.NullOnOverflow(() => infer(fingerprint));

    /// <summary>The default network: <c>kws verify --random 1048576 --seed CHUNK</c>, the trained model and random ones.</summary>
    private sealed class FusedPlan : CampaignPlan
    {
        private const int WithTrainedModel = 1 << 20;
        private const int Models = WithTrainedModel / Verifier.ModelShare / Verifier.FingerprintsPerModel;
        private const int Blocks = WithTrainedModel / Verifier.BlockSize;

        public override int Cases => WithTrainedModel + (Models * Verifier.FingerprintsPerModel);

        protected override int PartCount => Blocks + Models;

        public override IReadOnlyList<KernelVerification> Compare(int chunk) =>
            Verifier.Run(new VerificationRequest(KwsModel.Default, [], WithTrainedModel, chunk, Threads: -1));

        protected override Func<int, ulong> Parts(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation)
        {
            ulong seed = (ulong)chunk;
            Network network = KwsModel.Default.Network;
            Func<ReadOnlyMemory<sbyte>, int[]> trained = computation(KwsModel.Default);
            return part =>
            {
                int model = part - Blocks;
                if (model < 0)
                {
                    long start = (long)part * Verifier.BlockSize;
                    return Add(0, network, RandomCases.Fingerprints(network, seed, start, Verifier.BlockSize), trained);
                }

                long first = (long)model * Verifier.FingerprintsPerModel;
                return Add(
                    0, network, RandomCases.Fingerprints(network, ~seed, first, Verifier.FingerprintsPerModel),
                    computation(RandomCases.Model(network, model, chunk).Model));
            };
        }
    }

    /// <summary>Networks of any layers: <c>kws verify --networks 100 --random 1000 --seed CHUNK</c>.</summary>
    private sealed class GeneralPlan : CampaignPlan
    {
        private const int Networks = 100;
        private const int FingerprintsPerNetwork = 1000;

        public override int Cases => Networks * FingerprintsPerNetwork;

        protected override int PartCount => Networks;

        public override IReadOnlyList<KernelVerification> Compare(int chunk) =>
            NetworkVerifier.Run(new NetworkVerificationRequest(Networks, FingerprintsPerNetwork, chunk, Threads: -1));

        protected override Func<int, ulong> Parts(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation) => part =>
        {
            var random = RandomNetworks.OfAnySize(NetworkVerifier.SeedOf(chunk, part));
            KwsModel model = random.Model();
            Func<ReadOnlyMemory<sbyte>, int[]> infer = computation(model);
            return random.Blocks(model.Network, FingerprintsPerNetwork)
                .Aggregate(0UL, (sum, block) => Add(sum, model.Network, block, infer));
        };
    }
}
