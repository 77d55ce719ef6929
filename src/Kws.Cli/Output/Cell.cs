namespace Kws.Cli.Output;

/// <summary>A piece of text with its meaning for the reader.</summary>
internal readonly struct Cell(string text, Tone tone = Tone.Plain)
{
    /// <summary>The text on one line: names of files and labels may bring terminal control sequences with them.</summary>
    public string Text { get; } = text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    public Tone Tone { get; } = tone;

    public static implicit operator Cell(string text) => new(text);

    /// <summary>A count of things that should not occur.</summary>
    public static Cell BadIfPositive(string text, long count) => new(text, count > 0 ? Tone.Bad : Tone.Plain);
}
