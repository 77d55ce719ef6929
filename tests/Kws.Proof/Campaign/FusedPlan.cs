using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Proof.Campaign;

/// <summary>
/// The default network, which kernels compute in fused stages: the cases of <c>kws verify --random COUNT --seed CHUNK</c>, most for the
/// trained model and a sixteenth as many for random ones.
/// </summary>
/// <param name="count">The fingerprints of the trained model, a multiple of 1,024.</param>
internal sealed class FusedPlan(int count) : CampaignPlan
{
    private readonly int _blocks = count / Verifier.BlockSize;
    private readonly int _models = count / Verifier.ModelShare / Verifier.FingerprintsPerModel;

    public override int Cases => count + (_models * Verifier.FingerprintsPerModel);

    protected override int PartCount => _blocks + _models;

    public override IReadOnlyList<KernelVerification> Compare(int chunk) =>
        Verifier.Run(new VerificationRequest(KwsModel.Default, [], count, chunk, Threads: -1));

    protected override Func<int, ulong> Parts(int chunk, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation)
    {
        ulong seed = (ulong)chunk;
        Network network = KwsModel.Default.Network;
        Func<ReadOnlyMemory<sbyte>, int[]> trained = computation(KwsModel.Default);
        return part => part < _blocks
            ? Add(0, network, RandomCases.Fingerprints(network, seed, (long)part * Verifier.BlockSize, Verifier.BlockSize), trained)
            : OfRandomModel(part - _blocks);

        ulong OfRandomModel(int number)
        {
            long start = (long)number * Verifier.FingerprintsPerModel;
            sbyte[] block = RandomCases.Fingerprints(network, ~seed, start, Verifier.FingerprintsPerModel);
            return Add(0, network, block, computation(RandomCases.Model(network, number, chunk).Model));
        }
    }
}
