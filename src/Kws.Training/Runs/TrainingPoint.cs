namespace Kws.Training.Runs;

/// <summary>The state of a training at one validation.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Loss">The mean loss of the steps since the validation before.</param>
/// <param name="Accuracy">The balanced accuracy on the validation set, 0 to 1.</param>
public readonly record struct TrainingPoint(long Step, double Loss, double Accuracy);
