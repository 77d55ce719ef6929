using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Proof.Campaign;

/// <summary>Networks of any layers: the cases of <c>kws verify --networks NETWORKS --random COUNT --seed CHUNK</c>.</summary>
/// <param name="networks">The networks of a chunk.</param>
/// <param name="count">The fingerprints of each.</param>
internal sealed class GeneralPlan(int networks, int count) : CampaignPlan
{
    public override int Cases => networks * count;

    protected override int PartCount => networks;

    public override IReadOnlyList<KernelVerification> Compare(int chunk) =>
        NetworkVerifier.Run(new NetworkVerificationRequest(networks, count, chunk, Threads: -1));

    protected override Func<int, ulong> Parts(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation) => part =>
    {
        var random = RandomNetworks.OfAnySize(NetworkVerifier.SeedOf(chunk, part));
        KwsModel model = random.Model();
        Func<ReadOnlyMemory<sbyte>, int[]> infer = computation(model);
        return random.Blocks(model.Network, count).Aggregate(0UL, (sum, block) => Add(sum, model.Network, block, infer));
    };
}
