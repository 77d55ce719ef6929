using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Runs;

/// <summary>The result of a training.</summary>
/// <param name="Model">The model after the last step.</param>
/// <param name="Points">All validations.</param>
public sealed record TrainingOutcome(KwsModel Model, ImmutableArray<TrainingPoint> Points);
