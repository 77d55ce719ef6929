namespace Kws.Listen.Clips;

/// <summary>The second of a clip that was read.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="IsCut">Whether at least a hop of sound follows that was not looked at.</param>
internal readonly record struct ClipSecondRead(int Start, bool IsCut);
