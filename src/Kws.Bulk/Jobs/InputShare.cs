namespace Kws.Bulk.Jobs;

/// <summary>The range of an input that belongs to a part of a job.</summary>
/// <param name="Input">The input.</param>
/// <param name="Name">Its path below the directory that all inputs of the job have in common.</param>
/// <param name="Start">The first position, or null for the beginning of the input.</param>
/// <param name="Stop">The position at which it ends, or null for the end of the input.</param>
/// <param name="Size">Fingerprints, or an estimate of them; null for an input without a length.</param>
internal sealed record InputShare(BulkInput Input, string Name, SourcePosition? Start, SourcePosition? Stop, long? Size);
