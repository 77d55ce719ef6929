namespace Kws.Training.Runs;

/// <summary>The progress of a training after a step.</summary>
/// <param name="Step">The number of steps done.</param>
/// <param name="Steps">The number of all steps.</param>
/// <param name="Loss">The mean loss since the last validation.</param>
/// <param name="Validation">The last validation; null before the first one.</param>
/// <param name="IsValidation">True if this step ended with it.</param>
public readonly record struct TrainingProgress(long Step, long Steps, double Loss, TrainingPoint? Validation, bool IsValidation);
