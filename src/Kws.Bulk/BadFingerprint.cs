using System.Text;

namespace Kws.Bulk;

/// <summary>A fingerprint that cannot be classified.</summary>
/// <param name="Source">The file, or the name of the stream.</param>
/// <param name="Line">The line of a text, counted from 1; 0 where there are no lines.</param>
/// <param name="Problem">
/// What is wrong with it and what was expected; without lines it begins with the number of the fingerprint, counted from 0.
/// </param>
/// <param name="Content">Its values as text, or the line as it is.</param>
public sealed record BadFingerprint(string Source, int Line, string Problem, string Content)
{
    /// <summary>Text that becomes a file of fingerprints when the values are put right.</summary>
    internal string Text => $"# {(Line > 0 ? $"{Source}:{Line}" : Source)}: {Problem}\n{Content}\n";

    /// <summary>The same in UTF-8.</summary>
    internal byte[] ToLines() => Encoding.UTF8.GetBytes(Text);
}
