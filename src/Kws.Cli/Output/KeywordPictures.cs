using System.Globalization;
using System.Net;

namespace Kws.Cli.Output;

/// <summary>Figures of a page: what keywords do at every threshold.</summary>
internal static class KeywordPictures
{
    private const string FalseAccepts = "false accepts per hour";

    /// <summary>The sentence that tells curves from circles.</summary>
    public const string Note =
        "The curves are those of each word as the only keyword. The circles and the table are of all keywords together.";

    /// <summary>Writes misses against false accepts.</summary>
    /// <param name="writer">Receives the figure.</param>
    /// <param name="words">The words, each with labels.</param>
    /// <param name="circle">The meaning of the circle.</param>
    public static void WriteMisses(TextWriter writer, IReadOnlyCollection<KeywordCurve> words, string circle) => Write(
        writer,
        words,
        $"Misses against false accepts: a point for each threshold, a circle for {circle}.",
        new(RateOf(words), new("misses per 100", [0, 20, 40, 60, 80, 100], IsLogarithmic: false)),
        (word, at) => (word.PerHour(at), word.Misses(at)!.Value));

    /// <summary>Writes false accepts against the threshold.</summary>
    /// <inheritdoc cref="WriteMisses"/>
    public static void WriteFalseAccepts(TextWriter writer, IReadOnlyCollection<KeywordCurve> words, string circle) => Write(
        writer,
        words,
        $"False accepts at each threshold; the circle is {circle}.",
        new(new("threshold", [0, 0.2, 0.4, 0.6, 0.8, 1], IsLogarithmic: false), RateOf(words)),
        (word, at) => (at.Threshold, word.PerHour(at)));

    private static PictureAxis RateOf(IReadOnlyCollection<KeywordCurve> words) => PictureAxis.Rate(
        FalseAccepts, 1 / words.First().Hours, words.Max(word => word.Points.Append(word.Chosen).Max(word.PerHour)));

    private static void Write(
        TextWriter writer,
        IReadOnlyCollection<KeywordCurve> words,
        string caption,
        CurvePicture picture,
        Func<KeywordCurve, ThresholdCounts, (double X, double Y)> place)
    {
        writer.WriteLine("<figure>");
        picture.Write(
            writer,
            words.Select(word => new Curve([.. word.Points.Select(at => Point(word, at))], Point(word, word.Chosen))));
        writer.WriteLine("<ul class=\"legend\">");
        foreach ((int index, KeywordCurve word) in words.Index())
        {
            writer.WriteLine($"<li class=\"{HtmlPage.ColourOf(index)}\">{WebUtility.HtmlEncode(word.Name)}</li>");
        }

        writer.WriteLine("</ul>");
        writer.WriteLine($"<figcaption>{caption}</figcaption></figure>");

        CurvePoint Point(KeywordCurve word, ThresholdCounts at)
        {
            (double x, double y) = place(word, at);
            string misses = word.Misses(at) is { } known ? Invariant($"{known:0.##} misses per 100, ") : "";
            return new(x, y, Invariant($"{word.Name} from {at.Threshold}: {misses}{word.PerHour(at):0.##} {FalseAccepts}"));
        }
    }

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
