namespace Kws.Cli.Output;

/// <summary>The last line of standard error on a terminal: a text that changes in its place.</summary>
internal sealed class ProgressLine(CliContext context)
{
    private int _width;

    /// <summary>Shows a text instead of the one before. What exceeds the terminal is left out, since a second line would stay.</summary>
    public void Write(string text)
    {
        int most = Math.Max(1, Terminal.Width(context) - 1);
        string shown = text.Length <= most ? text : text[..most];
        context.Error.Write($"\r{shown.PadRight(_width)}");
        _width = shown.Length;
    }

    /// <summary>Takes the text off the terminal.</summary>
    public void Clear()
    {
        if (_width > 0)
        {
            context.Error.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }
}
