namespace Kws.Analysis.Replay;

/// <summary>Reads lines from the first one on, though it has been looked what the file is: a pipe cannot be opened twice.</summary>
internal sealed class RereadingReader : TextReader
{
    private readonly TextReader _inner;
    private readonly Queue<string> _ahead = new();

    public RereadingReader(TextReader inner)
    {
        _inner = inner;
        do
        {
            FirstLine = inner.ReadLine();
            if (FirstLine is not null)
            {
                _ahead.Enqueue(FirstLine);
            }
        }
        while (FirstLine is not null && FirstLine.Trim() is "" or ['#', ..]);
    }

    /// <summary>The first line that is neither empty nor a comment, or null.</summary>
    public string? FirstLine { get; }

    public override string? ReadLine() => _ahead.TryDequeue(out string? line) ? line : _inner.ReadLine();
}
