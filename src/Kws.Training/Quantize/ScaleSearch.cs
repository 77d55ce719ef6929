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
            foreach (Func<StageScales, int, StageScales> move in Moves(stage))
            {
                foreach (int change in (int[])[-1, 1])
                {
                    Scales scales = best with { Stages = best.Stages.SetItem(stage, move(best.Stages[stage], change)) };
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

    /// <summary>Changes of one scale of a stage.</summary>
    private IEnumerable<Func<StageScales, int, StageScales>> Moves(int stage)
    {
        if (network.Recurrent(stage) is { } recurrent)
        {
            foreach (Func<StageScales, int, StageScales> move in recurrent.Moves())
            {
                yield return move;
            }

            yield break;
        }

        if (network.Stages[stage].Layer is FloatSumLayer)
        {
            yield return (scales, change) => scales with { Weights = scales.Weights + change };
        }

        // The scale of logits is given.
        if (stage < network.Stages.Length - 1)
        {
            yield return (scales, change) => scales with { Output = scales.Output + change };
        }
    }

    private Scales Start(int input)
    {
        ImmutableArray<FractionErrors> errors = calibration.Errors(input);
        var stages = ImmutableArray.CreateBuilder<StageScales>();
        for (int i = 0; i < _weights.Length; i++)
        {
            int before = i == 0 ? input : stages[i - 1].Output;
            int best = errors[i].Best;
            stages.Add(network.Recurrent(i) is { } recurrent ? recurrent.Start(best) : new(
                _weights[i],
                network.Stages[i].Layer is FloatSumLayer
                    ? Math.Min(best, before + _weights[i])
                    : Math.Clamp(best, before, before + MostLeftShift)));
        }

        return new(input, stages.ToImmutable());
    }

    /// <summary>Shifts only make sums smaller, and pools only make them larger.</summary>
    private bool IsPossible(Scales scales) => Enumerable.Range(0, scales.Stages.Length).All(i =>
        network.Recurrent(i) is { } recurrent
            ? recurrent.IsPossible(scales.InputOf(i), scales.Stages[i])
            : i == scales.Stages.Length - 1 || (scales.Stages[i].Output - scales.InputOf(i) is var finer
                && (network.Stages[i].Layer is FloatSumLayer
                    ? finer <= scales.Stages[i].Weights
                    : finer is >= 0 and <= MostLeftShift)));
}
