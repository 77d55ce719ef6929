namespace Kws.Training.Recordings;

/// <summary>The progress of a training on recordings after a step.</summary>
/// <param name="Step">The number of steps of this training that are done.</param>
/// <param name="Steps">The number of all of its steps.</param>
/// <param name="Loss">The loss of the step.</param>
/// <param name="LeaveOut">0 while the model itself is trained, else the number of the training that leaves a part out.</param>
/// <param name="LeaveOuts">The number of trainings that leave a part out.</param>
public readonly record struct RecordingProgress(long Step, long Steps, double Loss, int LeaveOut, int LeaveOuts);
