namespace Kws.Model;

/// <summary>One fingerprint as read from a file, with what the file says about it.</summary>
/// <param name="Values">frames x coefficients integers in [-32, 31], time-major (300 for the default topology).</param>
/// <param name="Label">The expected label, or null where the file gives none.</param>
/// <param name="Source">Where the fingerprint came from (a clip), or null where the file gives none.</param>
/// <param name="Line">The line of the file on which it begins, counted from 1.</param>
public sealed record Fingerprint(ReadOnlyMemory<sbyte> Values, string? Label, string? Source, int Line);
