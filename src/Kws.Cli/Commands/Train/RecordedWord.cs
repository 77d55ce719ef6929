namespace Kws.Cli.Commands;

/// <summary>The words of which recordings are made: each is the name of a folder and a label.</summary>
internal static class RecordedWord
{
    /// <summary>The form that a word should have; null if it has it.</summary>
    public static string? Problem(string word) =>
        string.IsNullOrWhiteSpace(word) ? "a word"
        : word[0] is '_' or '.' ? $"a word that does not begin with {word[0]}"
        : word.FirstOrDefault(c => c is '/' or '\\' or ',' || char.IsControl(c)) is var bad and not '\0'
            ? $"a word without {(char.IsControl(bad) ? "control characters" : $"'{bad}'")}"
        : null;
}
