using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>A rule of detection and what it does in the recordings.</summary>
/// <param name="Detection">The rule.</param>
/// <param name="Counts">The detections of every label, of streams with all keywords.</param>
/// <param name="Curves">
/// For every keyword, by its label, the detections at each of <see cref="ThresholdSweep.Thresholds"/>, of streams with it alone.
/// </param>
internal sealed record TunedRule(
    DetectionSettings Detection, WordCounts[] Counts, IReadOnlyDictionary<int, ImmutableArray<WordCounts>> Curves);
