namespace Kws.Listen.Tuning;

/// <summary>The detections of a word.</summary>
/// <param name="Hits">How many of its labelled words were detected.</param>
/// <param name="FalseAccepts">How many detections there were beside.</param>
internal readonly record struct WordCounts(int Hits, int FalseAccepts)
{
    public WordCounts With(bool isHit) => isHit ? this with { Hits = Hits + 1 } : this with { FalseAccepts = FalseAccepts + 1 };
}
