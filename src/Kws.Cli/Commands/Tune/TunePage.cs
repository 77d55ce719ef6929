using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>One page about a tuned rule: the table, and curves over all thresholds.</summary>
internal static class TunePage
{
    private const string Circle = "the one that was chosen";

    public static void Write(TextWriter writer, TuneResult result) => HtmlPage.Write(
        writer, $"Detection of {string.Join(", ", result.Words.Select(word => word.Name))}", () => WriteBody(writer, result));

    private static void WriteBody(TextWriter writer, TuneResult result)
    {
        foreach (string line in TuneTables.Summary(result).Concat(TuneTables.Failures(result)))
        {
            HtmlText.WriteText(writer, "p", line);
        }

        HtmlText.WriteTable(writer, TuneTables.Words(result));
        HtmlText.WriteText(writer, "p", TuneTables.Notes(result));
        KeywordCurve[] words = [.. result.Words.Select(word => word.Curve)];
        if (result.HasLabels)
        {
            KeywordPictures.WriteMisses(writer, [.. words.Where(word => word.Spoken > 0)], Circle);
        }

        KeywordPictures.WriteFalseAccepts(writer, words, Circle);
        HtmlText.WriteText(writer, "p", KeywordPictures.Note);
    }
}
