using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Runs;

/// <summary>The result of a training.</summary>
/// <param name="Model">The best model by validation.</param>
/// <param name="BestStep">The number of steps after which it was so.</param>
/// <param name="Points">All validations.</param>
public sealed record TrainingOutcome(KwsModel Model, long BestStep, ImmutableArray<TrainingPoint> Points);
