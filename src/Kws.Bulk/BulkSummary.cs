using System.Collections.Immutable;
using Kws.Fast;

namespace Kws.Bulk;

/// <summary>The labels of many fingerprints, and the distribution of their margins.</summary>
/// <param name="Count">How many were classified.</param>
/// <param name="Skipped">How many were bad and left out.</param>
/// <param name="Labels">How many got each label.</param>
/// <param name="Margins">
/// How many had which margin (<see cref="Classification.Margin"/>): 0, 1, 2 to 3, 4 to 7, and so on, the upper end doubling.
/// </param>
public sealed record BulkSummary(long Count, long Skipped, ImmutableArray<long> Labels, ImmutableArray<long> Margins);
