namespace Kws.Cli.Commands;

/// <summary>Prints classified fingerprints block by block; the header comes with the first block.</summary>
internal interface ILogitsWriter
{
    void Write(ReadOnlySpan<int> logits);
}
