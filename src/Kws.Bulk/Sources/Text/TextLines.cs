namespace Kws.Bulk.Sources.Text;

/// <summary>Lines as <see cref="TextReader.ReadLine"/> tells them apart: LF, CR and CR LF end them.</summary>
internal static class TextLines
{
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    /// <summary>Takes the first line.</summary>
    /// <param name="text">Some text; becomes what follows the line break.</param>
    /// <returns>The line without its line break.</returns>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = text;
        int end = text.IndexOfAny(LineFeed, CarriageReturn);
        if (end < 0)
        {
            text = default;
            return line;
        }

        text = text[(end + (text[end..] is [CarriageReturn, LineFeed, ..] ? 2 : 1))..];
        return line[..end];
    }

    /// <summary>The number of line breaks.</summary>
    public static long Count(ReadOnlySpan<byte> text)
    {
        long count = text.Count(LineFeed);
        int returns = text.Count(CarriageReturn);
        return returns == 0 ? count : count + returns - text.Count([CarriageReturn, LineFeed]);
    }

    /// <summary>The start of the first line that may continue after the text. A CR at the end may be half a line break.</summary>
    public static int BeginOfLast(ReadOnlySpan<byte> text)
    {
        int begin = text.LastIndexOf(LineFeed) + 1;
        return begin > 0 || text.IsEmpty ? begin : text[..^1].LastIndexOf(CarriageReturn) + 1;
    }
}
