using System.Text;

namespace Kws.Cli;

/// <summary>Writes text, and loses what cannot be written. It may be used by several threads.</summary>
/// <param name="inner">Receives the text.</param>
internal sealed class TolerantWriter(TextWriter inner) : TextWriter
{
    private readonly Lock _lock = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => inner.Write(value));

    /// <summary>As one piece: a program that reads it gets no half line.</summary>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        lock (_lock)
        {
            try
            {
                write();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // There is nowhere to tell it.
            }
        }
    }
}
