namespace Kws.Training.Data;

/// <summary>A file that could not be used.</summary>
/// <param name="Path">The file.</param>
/// <param name="Problem">The exception that reading it gave.</param>
public sealed record SkippedFile(string Path, Exception Problem);
