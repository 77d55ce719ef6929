using System.Collections.Immutable;
using System.Globalization;

namespace Kws.Training.Runs;

/// <summary>The learning rate of every step.</summary>
public sealed class LearningRates
{
    private const double WarmUpShare = 0.05;
    private const long MostWarmUp = 500;

    private readonly ImmutableArray<(long Steps, double Rate)> _phases;
    private readonly bool _isCosine;

    private LearningRates(ImmutableArray<(long Steps, double Rate)> phases, bool isCosine)
    {
        foreach ((long steps, double rate) in phases)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(steps));
            if (!(rate > 0 && double.IsFinite(rate)))
            {
                throw new ArgumentOutOfRangeException(nameof(phases), $"learning rate {rate}, expected a finite number more than 0");
            }
        }

        (_phases, _isCosine, Steps) = (phases, isCosine, phases.Sum(phase => phase.Steps));
    }

    /// <summary>The number of steps.</summary>
    public long Steps { get; }

    /// <summary>A rate that rises to its peak in the first 5 % of the steps, at most 500, and falls to 0 as half a cosine.</summary>
    /// <param name="steps">The number of steps, 1 or more.</param>
    /// <param name="peak">The largest rate, more than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static LearningRates Cosine(long steps, double peak) => new([(steps, peak)], isCosine: true);

    /// <summary>Phases of constant rates.</summary>
    /// <param name="phases">The steps of each phase, 1 or more, and its rate, more than 0.</param>
    /// <exception cref="ArgumentException">There is no phase.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static LearningRates Constant(IEnumerable<(long Steps, double Rate)> phases)
    {
        ImmutableArray<(long, double)> all = [.. phases];
        return all.IsEmpty ? throw new ArgumentException("no phase, expected one at least", nameof(phases)) : new(all, isCosine: false);
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">The step, 0 to <see cref="Steps"/> - 1.</param>
    public float At(long step)
    {
        if (!_isCosine)
        {
            int phase = 0;
            for (; phase < _phases.Length - 1 && step >= _phases[phase].Steps; step -= _phases[phase].Steps, phase++)
            {
            }

            return (float)_phases[phase].Rate;
        }

        double peak = _phases[0].Rate;
        long warmUp = Math.Min(MostWarmUp, (long)(WarmUpShare * Steps));
        return (float)(step < warmUp
            ? peak * (step + 1) / warmUp
            : peak * 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / (Steps - warmUp))));
    }

    /// <summary>The settings as text.</summary>
    public override string ToString() => _isCosine
        ? string.Create(CultureInfo.InvariantCulture, $"{Steps} steps, rising to {_phases[0].Rate} and falling as a cosine")
        : string.Join(", ", _phases.Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Steps} steps of {phase.Rate}")));
}
