namespace Kws.Bulk;

/// <summary>A position of a source between two fingerprints, from which a later run can continue.</summary>
/// <param name="Offset">How far, in the units of <see cref="FingerprintSource.Length"/>.</param>
/// <param name="Index">How many fingerprints lie before it.</param>
/// <param name="Line">How many lines of text lie before it.</param>
/// <param name="InBrackets">
/// How many fingerprints behind it are done already: inside brackets that are still open a text cannot be entered.
/// </param>
internal readonly record struct SourcePosition(long Offset, long Index = 0, long Line = 0, long InBrackets = 0);
