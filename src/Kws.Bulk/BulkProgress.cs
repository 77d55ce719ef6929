namespace Kws.Bulk;

/// <summary>The progress of a job.</summary>
/// <param name="Done">Fingerprints classified, those of runs before this one included.</param>
/// <param name="Skipped">Fingerprints left out.</param>
/// <param name="Fraction">The part of the inputs' bytes that is done, or null where an input has no length.</param>
/// <param name="Rate">Fingerprints a second, of this run.</param>
/// <param name="Left">How much longer at that rate, or null if that cannot be told.</param>
/// <param name="Input">The input that is being read.</param>
public sealed record BulkProgress(long Done, long Skipped, double? Fraction, double Rate, TimeSpan? Left, string Input);
