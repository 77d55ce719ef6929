namespace Kws.Cli.Output;

/// <summary>The size of the terminal.</summary>
internal static class Terminal
{
    /// <summary>The width of text where nobody knows how wide it may be.</summary>
    public const int DefaultWidth = 80;

    /// <summary>The columns of the terminal. One that does not tell its size, says 0 or throws, has 80.</summary>
    public static int Width(CliContext context)
    {
        try
        {
            return context.TerminalWidth ?? (Console.BufferWidth is > 0 and var width ? width : DefaultWidth);
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
