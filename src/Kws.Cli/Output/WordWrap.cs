namespace Kws.Cli.Output;

/// <summary>Breaks text into lines between words.</summary>
internal static class WordWrap
{
    /// <param name="text">Words with spaces between them.</param>
    /// <param name="width">The most characters of a line; a word that is longer has a line of its own.</param>
    /// <param name="indent">Spaces before every line but the first.</param>
    public static IEnumerable<string> Lines(string text, int width, int indent = 0)
    {
        string line = "";
        bool isEmpty = true;
        foreach (string word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = new string(' ', indent) + word;
            }
            else
            {
                line = isEmpty ? word : $"{line} {word}";
            }

            isEmpty = false;
        }

        yield return line;
    }
}
