using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>Reads lines from the first one on, though it has been looked what the text is: a pipe cannot be opened twice.</summary>
public sealed class RereadingReader : TextReader
{
    // After that the first line of recorded cases has the version of the format.
    private const string RecordedFormat = "kws-recorded-cases ";

    private readonly TextReader _inner;
    private readonly Queue<string> _ahead = new();

    /// <summary>Reads as far as the first line that counts.</summary>
    /// <param name="inner">The text; it is closed with this reader.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RereadingReader(TextReader inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        string? first;
        do
        {
            first = inner.ReadLine();
            if (first is not null)
            {
                _ahead.Enqueue(first);
            }
        }
        while (first?.Trim() is "" or ['#', ..]);
        IsRecordedCases = first?.StartsWith(RecordedFormat, StringComparison.Ordinal) == true;
        IsMemory = first?.TrimStart() is ['@', ..] or ['/', '/', ..];
    }

    /// <summary>True if the text calls itself recorded cases, of any version (<see cref="RecordedCaseFile"/>).</summary>
    public bool IsRecordedCases { get; }

    /// <summary>True if the text begins as <c>$writememh</c> of Verilog does: with an address or a comment.</summary>
    internal bool IsMemory { get; }

    /// <inheritdoc/>
    public override string? ReadLine() => _ahead.TryDequeue(out string? line) ? line : _inner.ReadLine();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
