using System.Text.RegularExpressions;

namespace Kws.Cli.Tests.Support;

/// <summary>Holds what a terminal shows to what a pipe gets, where nothing is broken into lines.</summary>
internal static partial class Screens
{
    /// <summary>Columns of a narrow, a usual and a wide terminal.</summary>
    public static IReadOnlyList<int> Widths { get; } = [40, 80, 200];

    /// <summary>
    /// Asserts that everything is on the screen: no line is wider than the terminal but one that is a single word, nothing is left out with
    /// dots, and every word and number of the expected text is there whole, as often as there.
    /// </summary>
    public static void AssertWhole(string screen, int columns, string expected)
    {
        Assert.DoesNotContain('…', screen);
        Assert.All(screen.Split('\n'), line => Assert.True(line.Length <= columns || !line.Trim().Contains(' '), $"wide: '{line}'"));
        Dictionary<string, int> shown = Words(screen);
        Assert.All(Words(expected), word =>
        {
            int count = shown.GetValueOrDefault(word.Key);
            Assert.True(count >= word.Value, $"'{word.Key}' is {count} times on {columns} columns, expected {word.Value}");
        });
    }

    /// <summary>The words of a table of CSV but for some columns.</summary>
    public static string OfCsv(string csv, params int[] without) => string.Join('\n', csv.Split('\n').Select(line =>
        string.Join(' ', line.Split(',').Where((_, column) => !without.Contains(column)))));

    private static Dictionary<string, int> Words(string text) =>
        Space().Split(text).Where(word => word.Length > 0).CountBy(word => word).ToDictionary();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
