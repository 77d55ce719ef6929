namespace Kws.Listen.Clips;

/// <summary>Some clips on their way through a <see cref="ClipPipeline"/>; used again when its clips are through.</summary>
internal sealed class ClipBlock(int fingerprintLength, int labelCount)
{
    /// <summary>
    /// Enough for a kernel's best rate and to make handing over cost nothing; few enough that no thread waits long for the last block.
    /// </summary>
    public const int Capacity = 32;

    private readonly Clip[] _clips = new Clip[Capacity];
    private readonly sbyte[] _fingerprints = new sbyte[Capacity * fingerprintLength];
    private readonly int[] _logits = new int[Capacity * labelCount];
    private readonly int[] _starts = new int[Capacity];
    private readonly Exception?[] _failures = new Exception?[Capacity];

    public int Count { get; private set; }

    /// <summary>A failure that is no clip's fault.</summary>
    public Exception? Defect { get; set; }

    public bool IsFull => Count == Limit;

    /// <summary>Clips at which it is full, at most <see cref="Capacity"/>.</summary>
    public int Limit { get; set; } = Capacity;

    /// <summary>
    /// All fingerprints, contiguous; those of clips that failed are valid too, so that one call classifies all.
    /// </summary>
    public Span<sbyte> Fingerprints => _fingerprints.AsSpan(0, Count * fingerprintLength);

    public Span<int> Logits => _logits.AsSpan(0, Count * labelCount);

    public ClipResult this[int i] => new()
    {
        Clip = _clips[i],
        Failure = _failures[i],
        Start = _starts[i],
        Fingerprint = FingerprintOf(i),
        Logits = LogitsOf(i),
    };

    public void Add(Clip clip)
    {
        _clips[Count] = clip;
        _failures[Count] = null;
        Count++;
    }

    public void Clear() => Count = 0;

    public Span<sbyte> FingerprintOf(int i) => _fingerprints.AsSpan(i * fingerprintLength, fingerprintLength);

    public Span<int> LogitsOf(int i) => _logits.AsSpan(i * labelCount, labelCount);

    public void SetStart(int i, int start) => _starts[i] = start;

    public void SetFailure(int i, Exception failure)
    {
        _failures[i] = failure;
        FingerprintOf(i).Clear();
    }
}
