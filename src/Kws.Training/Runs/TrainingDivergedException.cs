namespace Kws.Training.Runs;

/// <summary>The loss of a training is no finite number any more.</summary>
/// <param name="step">The number of steps done before.</param>
/// <param name="learningRate">The learning rate of the step.</param>
public sealed class TrainingDivergedException(long step, float learningRate)
    : Exception(FormattableString.Invariant($"the loss is no number after step {step}; the learning rate was {learningRate}"));
