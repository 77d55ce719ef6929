namespace Kws.Bulk;

/// <summary>Consecutive fingerprints and their logits. Valid until the next block is asked for: its memory is used again.</summary>
public sealed class ClassifiedBlock
{
    private readonly FingerprintBlock _block;
    private readonly int _labels;

    internal ClassifiedBlock(FingerprintBlock block, int labels, long firstIndex)
    {
        (_block, _labels, FirstIndex) = (block, labels, firstIndex);
    }

    /// <summary>The source of the fingerprints.</summary>
    public FingerprintSource Source => _block.Source!;

    /// <summary>The number of fingerprints classified before this block, over all sources.</summary>
    public long FirstIndex { get; }

    /// <summary>The number of fingerprints of the block; 0 where all were skipped.</summary>
    public int Count => _block.Count;

    /// <summary>The fingerprints back to back.</summary>
    public ReadOnlyMemory<sbyte> Fingerprints => _block.Values.AsMemory(0, Count * Source.Shape.Count);

    /// <summary>Count x labels logits.</summary>
    public ReadOnlyMemory<int> Logits => _block.Logits.AsMemory(0, Count * _labels);

    /// <summary>Fingerprints of this part of the source that were skipped, in order.</summary>
    public IReadOnlyList<BadFingerprint> Skipped => _block.Bad;
}
