using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// Some consecutive fingerprints of one source on their way from file to result. A block is filled in two steps: the source claims, one
/// block after the other, which part of the input it is; then it is loaded on any thread.
/// </summary>
internal sealed class FingerprintBlock
{
    /// <summary>
    /// 1,024 fingerprints of the default model are 300 KB: they stay in a core's second-level cache from reading to classifying, and the 0.3 ms
    /// that they take is long compared with handing them over.
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

    /// <summary>Which input of the job the source is.</summary>
    public int Input { get; private set; }

    public SourcePosition Start { get; private set; }

    /// <summary>Where the next block begins. Known when the block is claimed.</summary>
    public SourcePosition End { get; set; }

    /// <summary><see cref="Capacity"/> fingerprints, one behind the other.</summary>
    public sbyte[] Values { get; }

    public int[] Logits { get; }

    /// <summary>How many fingerprints there are: known when the block is loaded.</summary>
    public int Count { get; set; }

    /// <summary>Those that were left out.</summary>
    public List<BadFingerprint> Bad { get; } = [];

    /// <summary>What was claimed, where claiming reads it.</summary>
    public ArraySegment<byte> Raw { get; set; }

    public void Begin(FingerprintSource source, int input, SourcePosition start)
    {
        (Source, Input, Start, End, Count) = (source, input, start, start, 0);
        Bad.Clear();
        Raw = default;
    }

    public Span<sbyte> Fingerprint(int index) => Values.AsSpan(index * _length, _length);

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
