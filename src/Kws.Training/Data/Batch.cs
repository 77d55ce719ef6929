namespace Kws.Training.Data;

/// <summary>Fingerprints with their labels.</summary>
/// <param name="Fingerprints">The fingerprints back to back.</param>
/// <param name="Labels">Their labels.</param>
internal sealed record Batch(Memory<sbyte> Fingerprints, Memory<int> Labels);
