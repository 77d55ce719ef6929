using System.Collections.Immutable;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>
/// Chooses scales: at first those with the least squared error of each weight and value alone, then, one after the other, those with which
/// the probabilities of the integers are closest to those of the float network.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="calibration">The clips.</param>
internal sealed class ScaleSearch(IntegerNetwork network, CalibrationSet calibration)
{
    /// <summary>The most bits of the input behind the binary point that are tried: a range of 16 leaves nothing of a loud clip.</summary>
    private const int MostInputFraction = 3;

    private const int MostLeftShift = 15;

    private readonly ImmutableArray<int> _weights =
        [.. network.Stages.Select(stage => stage.Layer is FloatSumLayer sum ? FractionErrors.Of([.. sum.Weights]).Best : 0)];

    /// <summary>The number of scales that are tried.</summary>
    public int Trials =>
        (MostInputFraction + 1) * (1 + (2 * Enumerable.Range(0, network.Stages.Length).Sum(stage => Moves(stage).Count())));

    /// <summary>Finds scales.</summary>
    /// <param name="done">Is called after each trial.</param>
    public Scales Run(Action done) => Enumerable.Range(0, MostInputFraction + 1).Select(input => Improve(Start(input), done))
        .MinBy(found => found.Divergence).Scales;

    private (Scales Scales, double Divergence) Improve(Scales best, Action done)
    {
        double least = Try(best);
        for (int stage = 0; stage < network.Stages.Length; stage++)
        {
            foreach (Func<Scales, int, Scales> move in Moves(stage))
            {
                foreach (int change in (int[])[-1, 1])
                {
                    Scales scales = move(best, change);
                    if (Try(scales) is var divergence && divergence < least)
                    {
                        (best, least) = (scales, divergence);
                    }
                }
            }
        }

        return (best, least);

        double Try(Scales scales)
        {
            done();
            return IsPossible(scales)
                ? calibration.Divergence(network.Model(scales), IntegerNetwork.LogitFractionOf(scales))
                : double.PositiveInfinity;
        }
    }

    private IEnumerable<Func<Scales, int, Scales>> Moves(int stage)
    {
        if (network.Stages[stage].Layer is FloatSumLayer)
        {
            yield return (scales, change) => scales with { Weights = scales.Weights.SetItem(stage, scales.Weights[stage] + change) };
        }

        // The scale of logits is given.
        if (stage == network.Stages.Length - 1)
        {
            yield break;
        }

        yield return (scales, change) => scales with { Outputs = scales.Outputs.SetItem(stage, scales.Outputs[stage] + change) };
    }

    private Scales Start(int input)
    {
        ImmutableArray<FractionErrors> errors = calibration.Errors(input);
        var outputs = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < _weights.Length; i++)
        {
            int before = i == 0 ? input : outputs[i - 1];
            int best = errors[i].Best;
            outputs.Add(network.Stages[i].Layer is FloatSumLayer
                ? Math.Min(best, before + _weights[i])
                : Math.Clamp(best, before, before + MostLeftShift));
        }

        return new(input, _weights, outputs.ToImmutable());
    }

    /// <summary>Shifts only make sums smaller, and pools only make them larger.</summary>
    private bool IsPossible(Scales scales) =>
        network.Stages.Index().SkipLast(1).All(stage => scales.Outputs[stage.Index] - scales.InputOf(stage.Index) is var finer
            && (stage.Item.Layer is FloatSumLayer ? finer <= scales.Weights[stage.Index] : finer is >= 0 and <= MostLeftShift));
}
