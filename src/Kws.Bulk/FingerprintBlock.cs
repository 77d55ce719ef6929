using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// Some consecutive fingerprints of one source on their way from file to result. A block is filled in two steps: the source claims, one
/// block after the other, which part of the input it is; then it is loaded on any thread.
/// </summary>
internal sealed class FingerprintBlock
{
    /// <summary>
    /// 1,024 fingerprints of the default model are 300 KB: they stay in a core's second-level cache from reading to classifying, and the
    /// 0.3 ms that they take is long compared with handing them over.
    /// </summary>
    public const int Capacity = 1024;

    private readonly int _length;
    private byte[] _raw = [];

    public FingerprintBlock(TensorShape shape, int labelCount)
    {
        _length = shape.Count;
        Values = new sbyte[Capacity * shape.Count];
        Logits = new int[Capacity * labelCount];
    }

    public FingerprintSource? Source { get; private set; }

    /// <summary>The number of the source among the inputs of the job.</summary>
    public int Input { get; private set; }

    public SourcePosition Start { get; private set; }

    /// <summary>The position of the next block. Known when the block is claimed.</summary>
    public SourcePosition End { get; set; }

    /// <summary><see cref="Capacity"/> fingerprints back to back.</summary>
    public sbyte[] Values { get; }

    public int[] Logits { get; }

    /// <summary>The number of fingerprints. Known when the block is loaded.</summary>
    public int Count { get; set; }

    /// <summary>Those that were left out.</summary>
    public List<BadFingerprint> Bad { get; } = [];

    /// <summary>Label, clip and line of each fingerprint, as far as the source has them; null where nobody asks.</summary>
    public List<FingerprintTag>? Tags { get; init; }

    /// <summary>The bytes that were claimed, where claiming reads them.</summary>
    public ArraySegment<byte> Raw { get; set; }

    public void Begin(FingerprintSource source, int input, SourcePosition start)
    {
        (Source, Input, Start, End, Count) = (source, input, start, start, 0);
        Bad.Clear();
        Tags?.Clear();
        Raw = default;
    }

    public Span<sbyte> Fingerprint(int index) => Values.AsSpan(index * _length, _length);

    /// <summary>Label, clip and line of a fingerprint, as far as the source has them.</summary>
    public FingerprintTag TagOf(int index) => Tags?.Count > index ? Tags[index] : default;

    /// <summary>A bad fingerprint by its place in the source.</summary>
    public BadFingerprint Describe(int index, string problem) => new(
        Source!.Name, 0,
        Start.Line == 0 ? $"fingerprint {Start.Index + index}: {problem}" : $"fingerprint {index} behind line {Start.Line}: {problem}",
        string.Join(' ', Fingerprint(index).ToArray()));

    /// <summary>Takes fingerprints out, with their logits; those behind them move up.</summary>
    /// <param name="found">Which and why, in order.</param>
    /// <param name="labels">Logits of one fingerprint.</param>
    public void Remove(List<(int Index, BadFingerprint Bad)> found, int labels)
    {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < Count; i++)
        {
            if (next < found.Count && found[next].Index == i)
            {
                Bad.Add(found[next++].Bad);
                continue;
            }

            Fingerprint(i).CopyTo(Fingerprint(kept));
            Logits.AsSpan(i * labels, labels).CopyTo(Logits.AsSpan(kept * labels));
            if (Tags?.Count > i)
            {
                Tags[kept] = Tags[i];
            }

            kept++;
        }

        Count = kept;
    }

    /// <summary>Room for bytes as they stand in the file. What an earlier, smaller room held is kept.</summary>
    public byte[] RawBuffer(int size)
    {
        if (_raw.Length < size)
        {
            Array.Resize(ref _raw, size);
        }

        return _raw;
    }
}
