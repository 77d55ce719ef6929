namespace Kws.Cli.Commands;

/// <summary>Prints classified fingerprints block by block; the header comes with the first block.</summary>
internal interface ILogitsWriter
{
    /// <param name="logits">Those of some fingerprints.</param>
    /// <param name="firstIndex">The index of the first one.</param>
    void Write(ReadOnlySpan<int> logits, long firstIndex);
}
