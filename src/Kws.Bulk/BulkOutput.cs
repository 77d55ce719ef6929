namespace Kws.Bulk;

/// <summary>A file that a job writes. Until the job is done it is called <c>NAME.part</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What stands in it.</param>
public sealed record BulkOutput(string Path, ResultFormat Format);
