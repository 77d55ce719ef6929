using System.IO.Pipelines;
using Kws.Bulk.Sources;
using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// Fingerprints to be read once, from beginning to end: a file, a stream, a pipe, or what a program makes. Any number of them needs the
/// same memory.
/// </summary>
public abstract class FingerprintSource : IAsyncDisposable
{
    private protected FingerprintSource(string name, TensorShape shape)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(shape.Count, 1, nameof(shape));
        Name = name;
        Shape = shape;
    }

    /// <summary>The name in messages: the path of a file as it was given.</summary>
    public string Name { get; }

    /// <summary>The shape of one fingerprint.</summary>
    public TensorShape Shape { get; }

    /// <summary>The bits of a value, as the network takes them. Set before the first claim.</summary>
    internal int Bits { get; set; } = SixBit.Bits;

    /// <summary>The smallest value.</summary>
    internal int MinValue => -1 << (Bits - 1);

    /// <summary>The largest value.</summary>
    internal int MaxValue => ~MinValue;

    /// <summary>The number of fingerprints, or null where only reading tells.</summary>
    public virtual long? Count => null;

    /// <summary>The end of <see cref="SourcePosition.Offset"/>, or null where only reading tells.</summary>
    internal virtual long? Length => null;

    /// <summary>The position of the first fingerprint.</summary>
    internal virtual SourcePosition Begin => default;

    /// <summary>The position behind the last fingerprint that is read, or null for the end. Set before the first claim.</summary>
    internal SourcePosition? Stop { get; set; }

    /// <summary>
    /// The number of fingerprints, by which an input is shared out; of text an estimate, about three bytes a value. Null without a length.
    /// </summary>
    internal long? Size => Count ?? (Length is { } bytes ? (bytes + (3 * Shape.Count) - 1) / (3 * Shape.Count) : null);

    /// <summary>
    /// Opens a file of fingerprints: <c>.npy</c> (NumPy; N x 300, N x 30 x 10 or N x 30 x 10 x 1 of integers of any type, or of float32 or
    /// float64 that hold integers), <c>.raw</c> (int8, one fingerprint behind the other), anything else as text. See docs/use/formats.md.
    /// A file without a fingerprint is an empty source.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape of one fingerprint: <see cref="Network.Input"/>.</param>
    /// <param name="format">The format; without it the ending of the name decides.</param>
    /// <returns>The source; it holds the file open until it is disposed.</returns>
    /// <exception cref="KwsFormatException">The file is truncated, or its header is not that of fingerprints in this format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static FingerprintSource Open(string path, TensorShape shape, FingerprintFormat? format = null) =>
        (format ?? FormatOf(path)) switch
        {
            FingerprintFormat.Npy => RecordFile.OpenNpy(path, shape),
            FingerprintFormat.Raw => RecordFile.OpenRaw(path, shape),
            _ => TextSource.Open(path, shape),
        };

    /// <summary>Reads fingerprints from a stream, which may have no length: standard input, a socket, an entry of an archive.</summary>
    /// <param name="stream">The stream; it is not disposed.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    /// <param name="format">What the stream holds.</param>
    /// <param name="name">The name in messages.</param>
    public static FingerprintSource FromStream(Stream stream, TensorShape shape, FingerprintFormat format, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        return format == FingerprintFormat.Text
            ? new TextSource(stream, name, shape, ownsStream: false)
            : new RecordPipe(
                PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 18, leaveOpen: true)), name, shape,
                isNpy: format == FingerprintFormat.Npy);
    }

    /// <summary>
    /// Reads fingerprints of int8, back to back, from a pipe. Whoever fills it waits while the pipe is full: the pipe's thresholds say
    /// when.
    /// </summary>
    /// <param name="reader">The pipe; it is completed when the source is disposed.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    /// <param name="name">The name in messages.</param>
    public static FingerprintSource FromPipe(PipeReader reader, TensorShape shape, string name = "pipe")
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new RecordPipe(reader, name, shape, isNpy: false);
    }

    /// <summary>Takes fingerprints from a program. The next ones are asked for when there is room for them.</summary>
    /// <param name="fingerprints">
    /// Every element is one fingerprint or several, back to back; it may be reused when the next one is asked for.
    /// </param>
    /// <param name="shape">The shape of one fingerprint.</param>
    /// <param name="name">The name in messages.</param>
    public static FingerprintSource From(IAsyncEnumerable<ReadOnlyMemory<sbyte>> fingerprints, TensorShape shape, string name = "sequence")
    {
        ArgumentNullException.ThrowIfNull(fingerprints);
        return new SequenceSource(fingerprints, name, shape);
    }

    /// <summary>The format that the ending of a name stands for.</summary>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    public static FingerprintFormat FormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" => FingerprintFormat.Npy,
            ".raw" => FingerprintFormat.Raw,
            _ => FingerprintFormat.Text,
        };
    }

    /// <summary>Closes what the source opened.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Decides which part of the input the block is, which has begun at the position that the block before it ended at, and sets its end.
    /// Calls come one after the other.
    /// </summary>
    /// <returns>False at the end of the input.</returns>
    internal abstract ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken);

    /// <summary>
    /// Fills a claimed block with values, on any thread, several at a time. What cannot be a fingerprint is left out and added to <see
    /// cref="FingerprintBlock.Bad"/>.
    /// </summary>
    internal abstract void Load(FingerprintBlock block);

    /// <summary>
    /// The first position at or behind so many fingerprints, more than 0, at which a source can be entered without reading what lies before
    /// it; null for the end.
    /// </summary>
    internal virtual SourcePosition? Find(long index) => null;

    /// <summary>Goes to where an earlier run stopped. Only for files, and before the first claim.</summary>
    internal virtual void Seek(SourcePosition position) => throw new NotSupportedException($"{Name} can be read only from its beginning");

    /// <summary>Refuses a file that was changed since it was opened. Called when all of it has been read.</summary>
    internal virtual void CheckUnchanged()
    {
    }

    /// <summary>
    /// The problem of a fingerprint of a loaded block, or null. Asked for only when the classifier has refused one of the block.
    /// </summary>
    internal virtual BadFingerprint? Examine(FingerprintBlock block, int index) => null;
}
