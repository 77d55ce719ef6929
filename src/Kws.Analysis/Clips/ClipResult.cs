namespace Kws.Analysis.Clips;

/// <summary>What became of one clip. Valid only until its handler returns.</summary>
public readonly ref struct ClipResult
{
    /// <summary>The clip's file.</summary>
    public required string Path { get; init; }

    /// <summary>Why it could not be read or classified; null if it was. Then the rest holds nothing of meaning.</summary>
    public required Exception? Failure { get; init; }

    /// <summary>Where in the clip the fingerprint begins, in samples.</summary>
    public required int Start { get; init; }

    /// <summary>The fingerprint that was classified.</summary>
    public required ReadOnlySpan<sbyte> Fingerprint { get; init; }

    /// <summary>Its logits, one a label.</summary>
    public required ReadOnlySpan<int> Logits { get; init; }
}

/// <summary>Receives the clips one by one, in their order.</summary>
/// <param name="result">What became of a clip.</param>
public delegate void ClipHandler(in ClipResult result);
