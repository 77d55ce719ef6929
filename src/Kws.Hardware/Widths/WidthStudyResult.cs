namespace Kws.Hardware.Widths;

/// <summary>The number of fingerprints that are right with one change.</summary>
/// <param name="Change">The change.</param>
/// <param name="Right">How many get their true label; null where a value no longer fits 32 bits.</param>
public sealed record ChangeResult(LayerChange Change, int? Right);

/// <summary>A width for every layer, all at once.</summary>
/// <param name="Bits">The bits, in the order of the layers.</param>
/// <param name="Right">How many fingerprints get their true label; null where a value does not fit 32 bits.</param>
public sealed record WidthChoice(IReadOnlyList<int> Bits, int? Right);

/// <summary>One way of saturating the layers.</summary>
/// <param name="ObservedBits">Bits that hold everything that is saturated, so that nothing is.</param>
/// <param name="Lossless">The fewest bits of each layer that alone lose nothing, and what they do together.</param>
/// <param name="NearlyLossless">The same for a loss of at most <see cref="WidthStudy.Tolerance"/>.</param>
public sealed record WidthChoices(IReadOnlyList<int> ObservedBits, WidthChoice Lossless, WidthChoice NearlyLossless);

/// <summary>The result of a <see cref="WidthStudy"/>.</summary>
/// <param name="Count">The fingerprints.</param>
/// <param name="Right">How many of them are right without a change.</param>
/// <param name="Changes">Every change alone: by layer, first of its values, then of its sums, the widest first, then the shifts.</param>
/// <param name="Values">With the finished values of every layer saturated.</param>
/// <param name="Sums">With every sum of layers with weights saturated, and the values of the others.</param>
public sealed record WidthStudyResult(int Count, int Right, IReadOnlyList<ChangeResult> Changes, WidthChoices Values, WidthChoices Sums);
