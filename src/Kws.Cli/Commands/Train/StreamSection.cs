using System.Globalization;
using Kws.Cli.Output;
using Kws.Listen.Tuning;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>The part of the page about a training that is about the stream of the testing set.</summary>
internal static class StreamSection
{
    private const string Circle = "the threshold of kws listen";

    public static void Write(TextWriter writer, StreamResult stream)
    {
        HtmlText.WriteText(writer, "h2", "Stream of the testing set");
        HtmlText.WriteText(
            writer, "p",
            Invariant($"{60 * stream.Hours:F1} minutes: the clips of the testing set in a random order, with gaps of half a second to two ")
            + "seconds under soft noise of the testing set if it has some, and its running speech. A hit is a detection from the start of "
            + Invariant($"the second with the word to {DetectionCounter.Tolerance.TotalSeconds} s after its end; every other detection is ")
            + "a false accept. The table has the thresholds of kws listen.");
        HtmlText.WriteTable(writer, Table(stream));
        if (stream.TooFew is { } few)
        {
            HtmlText.WriteText(writer, "p", $"No curve: {few}.");
        }

        if (stream.Measured is { Length: > 0 } words)
        {
            KeywordPictures.WriteMisses(writer, words, Circle);
            HtmlText.WriteText(writer, "p", KeywordPictures.Note);
        }
    }

    private static TableText Table(StreamResult stream) => new(
        ["word"],
        [
            " threshold", " clips", " hits", new("hit rate, %", " value", " low", " high"), " misses per 100", " false accepts",
            " per hour",
        ],
        [.. stream.Words.Select(word => (Cell[])
        [
            word.Name, Invariant($"{word.Chosen.Threshold}"), Count(word.Spoken), Count(word.Chosen.Counts.Hits),
            .. Percents(word.HitRate(word.Chosen)), Number(word.Misses(word.Chosen)), Count(word.Chosen.Counts.FalseAccepts),
            Number(word.PerHour(word.Chosen)),
        ])]);

    private static Cell[] Percents(Proportion rate) =>
        [Number(100 * rate.Value), Number(100 * rate.Interval?.Low), Number(100 * rate.Interval?.High)];

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double? number) => number is { } known ? Invariant($"{known:F1}") : "-";

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
