using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kws.Bulk.Sources.Text;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>Every register width, on every processor, takes the same lines, and reads them as <see cref="FingerprintFile"/> does.</summary>
public class PlainLineTests
{
    private static readonly TensorShape Shape = new(10, 9, 1);

    /// <summary>The bytes around a line must not matter, as long as neither digit nor sign is next to it.</summary>
    private static readonly Gen<string> Surroundings = Gen.Elements("\0\0\0", "5-\t", "-1\t", "--\n", "12\n", "1-\r", "9 \n");

    private static readonly Gen<string> Line =
        from values in Gen.Choose(-32, 31).ArrayOf(Shape.Count)
        from separator in Gen.Elements(" ", "\t", ",", ", ", "  ", "   ")
        from indent in Gen.Choose(0, 70)
        select new string(' ', indent) + string.Join(separator, values);

    private static readonly Gen<string> ChangedLine =
        from line in Line
        from place in Gen.Choose(0, line.Length)
        from removed in Gen.Choose(0, Math.Min(3, line.Length - place))
        from inserted in Gen.OneOf(
            Gen.Elements("", "-", "--", " -", "- ", ",", ",,", " ,", "+", ".", "7", "00", "100", " 32 ", " -33 ", "#", "[", "\u00B5"),
            Gen.Choose(0, 127).Where(c => c is not ('\r' or '\n')).Select(c => ((char)c).ToString()))
        select line.Remove(place, removed).Insert(place, inserted);

    public static TheoryData<Type> Blocks { get; } = [typeof(TextBlock128), typeof(TextBlock256), typeof(TextBlock512)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_line_of_integers_is_taken_wherever_it_lies(Type block) => Check.One(Configuration(500), Prop.ForAll(
        (from line in Line from before in Surroundings from behind in Surroundings select (line, before, behind)).ToArbitrary(),
        drawn => Assert.Equal(Expected(drawn.line), Read(block, drawn.line, drawn.before, "\n" + drawn.behind))));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_changed_line_is_refused_or_read_right(Type block) => Check.One(Configuration(5000), Prop.ForAll(
        (from line in ChangedLine from before in Surroundings select (line, before)).ToArbitrary(),
        drawn =>
        {
            if (Read(block, drawn.line, drawn.before, "\r\n") is { } values)
            {
                Assert.Equal(Expected(drawn.line), values);
            }
        }));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Values_out_of_range_and_other_numbers_of_them_are_refused(Type block)
    {
        string[] values = [.. Enumerable.Repeat("1", Shape.Count)];
        Assert.NotNull(Read(block, string.Join(' ', values)));
        Assert.Null(Read(block, string.Join(' ', values[1..])));
        Assert.Null(Read(block, string.Join(' ', [.. values, "1"])));
        Assert.Null(Read(block, string.Join(' ', [.. values, .. values, .. values])));
        for (int i = 0; i < values.Length; i++)
        {
            foreach (string value in new[] { "32", "-33", "99", "-99", "100", "-" })
            {
                Assert.Null(Read(block, string.Join(' ', [.. values[..i], value, .. values[(i + 1)..]])));
            }

            foreach (string value in new[] { "31", "-32", "-0", "07", "-09" })
            {
                Assert.Equal(int.Parse(value), Read(block, string.Join(' ', [.. values[..i], value, .. values[(i + 1)..]]))![i]);
            }
        }
    }

    private static Config Configuration(int tests) => Config.QuickThrowOnFailure.WithMaxTest(tests);

    private static sbyte[]? Expected(string line) =>
        FingerprintFile.Read(new StringReader(line), "f.txt", Networks.Taking(Shape)).SingleOrDefault()?.Values.ToArray();

    private static sbyte[]? Read(Type block, string line, string before = "\0\0\0", string behind = "\n") =>
        block == typeof(TextBlock512) ? Read<TextBlock512>(line, before, behind)
        : block == typeof(TextBlock256) ? Read<TextBlock256>(line, before, behind)
        : Read<TextBlock128>(line, before, behind);

    private static sbyte[]? Read<TBlock>(string line, string before, string behind)
        where TBlock : ITextBlock
    {
        byte[] text = Encoding.UTF8.GetBytes(line);
        byte[] buffer = [.. Encoding.UTF8.GetBytes(before), .. text, .. Encoding.UTF8.GetBytes(behind), .. new byte[PlainLine.RoomBehind]];
        var values = new sbyte[Shape.Count + PlainLine.Slack];
        bool isPlain = PlainLine.TryRead<TBlock>(buffer.AsSpan(PlainLine.RoomBefore, text.Length), values, Shape.Count);
        return isPlain ? values[..Shape.Count] : null;
    }
}
