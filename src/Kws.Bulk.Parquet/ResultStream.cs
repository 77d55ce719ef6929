using System.Runtime.ExceptionServices;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// The stream as the native library sees it: with a position even where the stream has none, and with an end behind which nothing is
/// written, since the library would give an abandoned file a footer.
/// </summary>
internal sealed class ResultStream(Stream stream) : Stream
{
    private long _written;
    private bool _isEnded;
    private ExceptionDispatchInfo? _failure;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (_isEnded)
        {
            return;
        }

        try
        {
            stream.Write(buffer, offset, count);
            _written += count;
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    public override void Flush()
    {
        // Whoever made the stream does that.
    }

    /// <summary>From here on nothing is written.</summary>
    public void End() => _isEnded = true;

    /// <summary>Calls the library, and throws what the stream has thrown instead of the library's words for it.</summary>
    public T Run<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (ParquetException e)
        {
            _failure?.Throw();
            throw new IOException($"the Parquet file cannot be written: {ParquetError.Text(e)}", e);
        }
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action call) => Run(() =>
    {
        call();
        return 0;
    });

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
