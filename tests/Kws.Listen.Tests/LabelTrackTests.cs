using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Listen.Tests;

/// <summary>Label tracks as Audacity exports them, of a minute at 16 kHz.</summary>
public class LabelTrackTests
{
    private const int Rate = 16_000;

    [Fact]
    public void Words_are_read_with_their_times_in_the_order_of_their_starts() => Assert.Equal(
        [new LabelledWord(3, 8000, 24_000), new LabelledWord(2, 32_000, 32_000), new LabelledWord(1, 48_000, 60 * Rate)],
        Read("2.000000\t2.000000\tcat\r\n0.500000\t1.500000\thappy\r\n\\\t100.0\t200.0\r\n\r\n3\t60.0005\t _unknown_ \n"));

    [Theory]
    [InlineData("0.5 1.5 cat", 1, "'0.5 1.5 cat', expected start, end and word with tabs between them")]
    [InlineData("0.5\t1.5\tcat\tx", 1, "'0.5\t1.5\tcat\tx', expected start, end and word with tabs between them")]
    [InlineData("1\t2\tcat\n\n1\t2", 3, "'1\t2', expected start, end and word with tabs between them")]
    [InlineData("1\tlate\tcat", 1, "the end is 'late', expected seconds, 0 or more")]
    [InlineData("-1\t2\tcat", 1, "the start is '-1', expected seconds, 0 or more")]
    [InlineData("NaN\t2\tcat", 1, "the start is 'NaN', expected seconds, 0 or more")]
    [InlineData("0,5\t2\tcat", 1, "the start is '0,5', expected seconds, 0 or more")]
    [InlineData("1\t2\tcat\n2\t1.5\tcat", 2, "the end 1.5 is before the start 2")]
    [InlineData("59\t60.1\tcat", 1, "the end 60.1 is beyond the recording, which has 60 s")]
    [InlineData("59\t1e300\tcat", 1, "the end 1E+300 is beyond the recording, which has 60 s")]
    [InlineData("1\t2\tcta", 1, "'cta' is not a label of the model, expected one of _silence_, _unknown_, cat, happy")]
    [InlineData("1\t2\t", 1, "'' is not a label of the model, expected one of _silence_, _unknown_, cat, happy")]
    public void Lines_that_are_no_word_are_refused_with_their_number(string text, int line, string problem) =>
        Assert.Equal($"words.txt:{line}: {problem}", Assert.Throws<KwsFormatException>(() => Read(text)).Message);

    [Fact]
    public void The_track_is_beside_the_recording() =>
        Assert.Equal(Path.Combine("a.b", "living.room.txt"), LabelTrack.PathFor(Path.Combine("a.b", "living.room.wav")));

    private static LabelledWord[] Read(string text) =>
        [.. LabelTrack.Read(new StringReader(text), "words.txt", KwsModel.Default.Labels, Rate, 60 * Rate)];
}
