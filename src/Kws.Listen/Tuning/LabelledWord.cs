namespace Kws.Listen.Tuning;

/// <summary>A word spoken in a recording.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last one.</param>
internal readonly record struct LabelledWord(int Label, long Start, long End);
