using System.Collections.Immutable;
using Kws.Fast.Layers;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>
/// The steps of any network on one instruction set, with packed weights. The last steps, from which on
/// there is only one position, run for several fingerprints at a time, so that their weights are read once for all of them; the steps
/// before for one.
/// </summary>
/// <param name="Tensors">The values between steps: the fingerprint first, the logits last.</param>
/// <param name="Steps">The steps.</param>
/// <param name="Descriptions">Each step in words, for people.</param>
/// <param name="FirstBatched">The first step that runs for several fingerprints.</param>
/// <param name="BatchSize">The number of these fingerprints.</param>
/// <param name="Unit">The channels of a unit.</param>
internal sealed record Plan(
    ImmutableArray<PlanTensor> Tensors, ImmutableArray<LayerStep> Steps, ImmutableArray<KernelStep> Descriptions, int FirstBatched,
    int BatchSize,
    int Unit)
{
    /// <summary>A model's plan.</summary>
    /// <param name="model">The model.</param>
    /// <param name="bounds">Its bounds.</param>
    /// <param name="isWide">True if values that may exceed 16 bits have 32.</param>
    public static Plan Of<TSimd, TVector>(KwsModel model, ImmutableArray<LayerBounds> bounds, bool isWide)
        where TSimd : ILayerSimd<TVector>
        where TVector : unmanaged => new PlanBuilder<TSimd, TVector>(model, bounds, isWide).Build();
}
