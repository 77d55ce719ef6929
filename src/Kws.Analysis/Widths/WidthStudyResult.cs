namespace Kws.Analysis.Widths;

/// <summary>How many fingerprints are right with one change.</summary>
/// <param name="Change">The change.</param>
/// <param name="Right">How many get their true label; null where a value no longer fits 32 bits.</param>
public sealed record ChangeResult(LayerChange Change, int? Right);

/// <summary>A width for every layer, all at once.</summary>
/// <param name="Bits">The bits, in the order of the layers.</param>
/// <param name="Right">How many fingerprints get their true label; null where a value does not fit 32 bits.</param>
public sealed record WidthChoice(IReadOnlyList<int> Bits, int? Right);

/// <summary>The result of a <see cref="WidthStudy"/>.</summary>
/// <param name="Count">The fingerprints.</param>
/// <param name="Right">How many of them are right without a change.</param>
/// <param name="ObservedBits">Bits that hold all values of each layer.</param>
/// <param name="Changes">Every change alone: by layer, the widest first, then the shifts.</param>
/// <param name="Lossless">The fewest bits of each layer that alone lose nothing, and what they do together.</param>
/// <param name="NearlyLossless">The same for a loss of at most <see cref="WidthStudy.Tolerance"/>.</param>
public sealed record WidthStudyResult(
    int Count, int Right, IReadOnlyList<int> ObservedBits, IReadOnlyList<ChangeResult> Changes, WidthChoice Lossless, WidthChoice NearlyLossless);
