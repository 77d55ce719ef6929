namespace Kws.Model;

/// <summary>Text of a damaged file as a message shows it: a line without end must not flood it, a line break not split it.</summary>
internal static class Excerpt
{
    private const int MostShown = 60;

    /// <summary>The text, or the beginning of a long one, with U+FFFD for control characters but tabs.</summary>
    public static string Of(ReadOnlySpan<char> text) => text.Length > MostShown ? $"{Shown(text[..MostShown])}..." : Shown(text);

    private static string Shown(ReadOnlySpan<char> text) => string.Create(text.Length, text, (shown, source) =>
    {
        for (int i = 0; i < shown.Length; i++)
        {
            shown[i] = char.IsControl(source[i]) && source[i] != '\t' ? '\uFFFD' : source[i];
        }
    });
}
