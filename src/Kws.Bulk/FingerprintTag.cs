namespace Kws.Bulk;

/// <summary>The words of a source about a fingerprint.</summary>
/// <param name="Label">The expected label, or null.</param>
/// <param name="Clip">The clip that it was made of, or null.</param>
/// <param name="Line">The line of a text on which it begins, counted from 1; 0 where there are no lines.</param>
internal readonly record struct FingerprintTag(string? Label, string? Clip, int Line);
