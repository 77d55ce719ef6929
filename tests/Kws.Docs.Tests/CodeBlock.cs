namespace Kws.Docs.Tests;

/// <summary>A fenced block of a Markdown file.</summary>
/// <param name="Line">The line of its opening fence, counted from 1.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">Its lines.</param>
internal sealed record CodeBlock(int Line, string Language, string Text)
{
    public static IReadOnlyList<CodeBlock> Read(string path)
    {
        var blocks = new List<CodeBlock>();
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                int end = Array.IndexOf(lines, "```", i + 1);
                blocks.Add(new CodeBlock(i + 1, lines[i][3..], string.Join('\n', lines[(i + 1)..end])));
                i = end;
            }
        }

        return blocks;
    }
}
