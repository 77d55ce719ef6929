namespace Kws.Cli.Commands;

/// <summary>Prints labelled clips one by one; a header comes with the first one.</summary>
internal interface IClipWriter
{
    /// <param name="clip">The clip, as the user named it.</param>
    /// <param name="seconds">Where in the clip the labelled second begins.</param>
    /// <param name="ranking">Its best labels.</param>
    void Write(string clip, double seconds, Ranking ranking);
}
