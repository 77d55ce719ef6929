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
        ["fused"] = new FusedPlan(1 << 20),
        ["general"] = new GeneralPlan(100, 1000),
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
}
