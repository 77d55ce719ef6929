namespace Kws.Model;

/// <summary>Text of a damaged file as a message shows it: a line without end must not flood it.</summary>
internal static class Excerpt
{
    private const int MostShown = 60;

    /// <summary>The text, or the beginning of a long one.</summary>
    public static string Of(ReadOnlySpan<char> text) => text.Length > MostShown ? $"{text[..MostShown]}..." : text.ToString();
}
