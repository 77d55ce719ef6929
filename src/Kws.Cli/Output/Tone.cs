namespace Kws.Cli.Output;

/// <summary>The meaning of a text, which a terminal shows by its colour.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,

    /// <summary>A heading, or the one to look at.</summary>
    Strong,
}
