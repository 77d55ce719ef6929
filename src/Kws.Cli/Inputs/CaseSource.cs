using Kws.Bulk;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The fingerprints of recorded cases.</summary>
internal sealed class CaseSource : FingerprintSource
{
    private readonly Stream _stream;
    private readonly FileStamp? _stamp;
    private readonly StreamReader _reader;
    private readonly IEnumerator<RecordedCase> _cases;
    private KwsFormatException? _failure;

    /// <param name="stream">The cases; it is closed with the source.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    public CaseSource(Stream stream, string name, TensorShape shape)
        : base(name, shape)
    {
        _stream = stream;
        _stamp = stream is FileStream file ? FileStamp.Of(file) : null;
        _reader = new StreamReader(stream);
        _cases = RecordedCaseFile.Read(_reader, name).GetEnumerator();
    }

    public override ValueTask DisposeAsync()
    {
        _cases.Dispose();
        _reader.Dispose();
        return base.DisposeAsync();
    }

    internal override void CheckUnchanged() => _stamp?.Check(((FileStream)_stream).SafeFileHandle, Name);

    internal override void Seek(SourcePosition position)
    {
        for (long i = 0; i < position.Index; i++)
        {
            _cases.MoveNext();
        }
    }

    // Reading is synchronous, and may wait for a pipe.
    internal override async ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken) =>
        await Task.Run(() => Claim(block), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);

    internal override void Load(FingerprintBlock block)
    {
        // Claiming did it.
    }

    private bool Claim(FingerprintBlock block)
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        try
        {
            while (block.Count < FingerprintBlock.Capacity && _cases.MoveNext())
            {
                Read(_cases.Current, block.Fingerprint(block.Count));
                block.Count++;
            }
        }
        catch (KwsFormatException exception) when (block.Count > 0)
        {
            // Those before it come first.
            _failure = exception;
        }

        block.End = new(block.Start.Offset + block.Count, block.Start.Index + block.Count);
        return block.Count > 0;
    }

    private void Read(RecordedCase recorded, Span<sbyte> fingerprint)
    {
        LayerValues? input = recorded.Trace.Layers.FirstOrDefault(layer => layer.Name == InferenceTrace.InputName);
        if (input is null || input.Shape != Shape)
        {
            throw new KwsFormatException(
                Name, 0, $"case '{recorded.Name}' has no {InferenceTrace.InputName} of {Shape}, which the model takes");
        }

        if (input.Values.FirstOrDefault(value => value < MinValue || value > MaxValue) is not 0 and var bad)
        {
            throw new KwsFormatException(
                Name, 0, $"case '{recorded.Name}': a value of the fingerprint is {bad}, expected {MinValue} to {MaxValue}");
        }

        for (int i = 0; i < fingerprint.Length; i++)
        {
            fingerprint[i] = (sbyte)input.Values[i];
        }
    }
}
