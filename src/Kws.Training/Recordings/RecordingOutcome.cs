using Kws.Model;

namespace Kws.Training.Recordings;

/// <summary>The result of a training on recordings.</summary>
/// <param name="Model">The model, with the rule of detection.</param>
/// <param name="LeaveOut">The results of models that are trained in the same way, on what was left out of their training.</param>
public sealed record RecordingOutcome(KwsModel Model, LeaveOutResult LeaveOut);
