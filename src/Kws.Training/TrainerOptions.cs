namespace Kws.Training;

/// <summary>The settings of a <see cref="Trainer"/>.</summary>
public sealed record TrainerOptions
{
    /// <summary>The seed of the initial weights.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The most threads to use; -1 for one per processor. Their number does not change the result.</summary>
    public int Threads { get; init; } = -1;

    /// <summary>The part of the average of weights that a step keeps, from 0 to less than 1: 0.999 averages about 1,000 steps.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>
    /// The part of every weight that a step of the learning rate 1 takes away, from 0 to less than 1. Weights that stay small make a model
    /// less sure of the voices it was trained on, and better on others.
    /// </summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>
    /// The factor that makes logits natural logarithms of probabilities; null if training learns it. A given one makes the scores of that
    /// scale honest probabilities.
    /// </summary>
    public double? LogitScale { get; init; }
}
