namespace Kws.Listen;

/// <summary>One hop of a <see cref="KeywordStream"/>, for those who show what it hears. Valid only until its handler returns.</summary>
internal readonly ref struct KeywordHop
{
    /// <summary>Samples since the start of the stream, as <see cref="KeywordDetection.Position"/>.</summary>
    public required long Position { get; init; }

    /// <summary>The fingerprint that was classified.</summary>
    public required ReadOnlySpan<sbyte> Fingerprint { get; init; }

    /// <summary>Its logits, one per label.</summary>
    public required ReadOnlySpan<int> Logits { get; init; }

    /// <summary>The scores that the thresholds are compared with, one per label: the means of the last hops.</summary>
    public required ReadOnlySpan<double> Scores { get; init; }
}

/// <summary>Receives the hops one by one.</summary>
/// <param name="hop">A hop.</param>
internal delegate void KeywordHopHandler(in KeywordHop hop);
