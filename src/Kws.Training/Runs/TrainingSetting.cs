namespace Kws.Training.Runs;

/// <summary>A setting that decides the model: a training of other settings cannot be resumed.</summary>
/// <param name="Name">Its name, as the user knows it.</param>
/// <param name="Value">Its value as text.</param>
public sealed record TrainingSetting(string Name, string Value);
