using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>
/// The words of a recording and their times, as Audacity exports a label track: start, end and label per line, with tabs between them,
/// the times in seconds.
/// </summary>
internal static class LabelTrack
{
    /// <summary>Times are written with six digits: an end may be rounded to behind the last sample.</summary>
    private const double Rounding = 0.001;

    /// <summary>The name of a recording's label track.</summary>
    public static string PathFor(string recording) => Path.ChangeExtension(recording, ".txt");

    /// <summary>Reads all words of a file.</summary>
    /// <inheritdoc cref="Read(TextReader, string, ImmutableArray{string}, int, long)"/>
    public static ImmutableArray<LabelledWord> Read(string path, ImmutableArray<string> labels, int sampleRate, long length) =>
        WholeFile.Read(path, stream => Read(new StreamReader(stream), path, labels, sampleRate, length));

    /// <summary>
    /// Reads all words, in the order of their starts. Empty lines, and the ranges of frequency that begin with a backslash, do not count.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="source">Its name in messages.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <param name="sampleRate">Samples per second of the recording.</param>
    /// <param name="length">Samples of the recording.</param>
    /// <exception cref="KwsFormatException">
    /// A line is not a start, an end and a label of the model, or its times are not in order or outside of the recording.
    /// </exception>
    public static ImmutableArray<LabelledWord> Read(
        TextReader reader, string source, ImmutableArray<string> labels, int sampleRate, long length)
    {
        double seconds = (double)length / sampleRate;
        var words = new List<LabelledWord>();
        for (int line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text) && text[0] != '\\')
            {
                words.Add(Parse(text, line));
            }
        }

        return [.. words.OrderBy(word => word.Start)];

        LabelledWord Parse(string text, int line)
        {
            string[] fields = text.Split('\t', 4);
            if (fields.Length != 3)
            {
                throw Error($"'{Excerpt.Of(text)}', expected start, end and word with tabs between them");
            }

            double start = Time(fields[0], "start");
            double end = Time(fields[1], "end");
            string word = fields[2].Trim();
            int label = labels.IndexOf(word);
            return end < start ? throw Error(FormattableString.Invariant($"the end {end} is before the start {start}"))
                : end > seconds + Rounding ? throw Error(FormattableString.Invariant(
                    $"the end {end} is beyond the recording, which has {seconds:0.###} s"))
                : label < 0 ? throw Error(
                    $"'{Excerpt.Of(word)}' is not a label of the model, expected one of {Excerpt.Of(string.Join(", ", labels))}")
                : new LabelledWord(label, Sample(start), Sample(end));

            double Time(string field, string name) =>
                double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double time) && double.IsFinite(time)
                    && time >= 0
                    ? time
                    : throw Error($"the {name} is '{Excerpt.Of(field)}', expected seconds, 0 or more");

            KwsFormatException Error(string problem) => new(source, line, problem);
        }

        long Sample(double time) => Math.Min(length, (long)Math.Round(time * sampleRate));
    }
}
