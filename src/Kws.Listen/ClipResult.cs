namespace Kws.Listen;

/// <summary>The result of one clip of many. Valid only until its handler returns.</summary>
public readonly ref struct ClipResult
{
    /// <summary>The clip.</summary>
    public required Clip Clip { get; init; }

    /// <summary>The reason of its failure; null if it was classified. After a failure the other properties mean nothing.</summary>
    public required Exception? Failure { get; init; }

    /// <summary>The first sample of the classified second.</summary>
    public required int Start { get; init; }

    /// <summary>The fingerprint that was classified.</summary>
    public required ReadOnlySpan<sbyte> Fingerprint { get; init; }

    /// <summary>Its logits, one per label.</summary>
    public required ReadOnlySpan<int> Logits { get; init; }
}

/// <summary>Receives the clips one by one, in their order.</summary>
/// <param name="result">The result of a clip.</param>
public delegate void ClipHandler(in ClipResult result);
