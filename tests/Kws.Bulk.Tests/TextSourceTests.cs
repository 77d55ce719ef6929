using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kws.Bulk.Sources;
using Kws.Bulk.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>A text means what <see cref="FingerprintFile"/> says, however it is cut and wherever reading is taken up again.</summary>
public class TextSourceTests
{
    private const string Name = "f.txt";

    private static readonly TensorShape Small = new(3, 2, 1);

    /// <summary>Four bytes are the longest byte order mark.</summary>
    private static readonly Gen<int> ChunkSize = Gen.Frequency((1, Gen.Choose(4, 20)), (3, Gen.Choose(20, 200)), (1, Gen.Constant(12288)));

    [Property(MaxTest = 2000)]
    public Property Any_text_gives_the_fingerprints_and_the_first_problem_of_FingerprintFile()
    {
        var cases =
            from text in TextGenerator.Any
            from chunkSize in ChunkSize
            from most in Gen.Elements(1, 7, 100000)
            select (text, chunkSize, most);
        return Prop.ForAll(cases.ToArbitrary(), async drawn =>
        {
            byte[] text = Encoding.UTF8.GetBytes(drawn.text);
            TextRun run = await ReadAsync(new TrickleStream(text, drawn.most), drawn.chunkSize);
            AssertSame(TextRun.Expected(text, Small, Name), run);
        });
    }

    [Property(MaxTest = 1000)]
    public Property Bad_lines_are_left_out_and_named_and_the_others_stay()
    {
        var cases = from text in TextGenerator.Lines from chunkSize in Gen.Choose(100, 300) select (text, chunkSize);
        return Prop.ForAll(cases.ToArbitrary(), async drawn =>
        {
            TextRun run = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(drawn.text)), drawn.chunkSize);
            TextRun expected = TextRun.ExpectedWithoutBad(drawn.text, Small, Name);
            Assert.Equal(expected.Fingerprints, run.Fingerprints);
            Assert.Equal(expected.Bad, run.Bad);
        });
    }

    [Property(MaxTest = 500)]
    public Property From_the_end_of_any_block_the_rest_can_be_read()
    {
        var cases = from text in TextGenerator.Any from chunkSize in ChunkSize select (text, chunkSize);
        return Prop.ForAll(cases.ToArbitrary(), async drawn =>
        {
            byte[] text = Encoding.UTF8.GetBytes(drawn.text);
            TextRun all = await ReadAsync(new MemoryStream(text), drawn.chunkSize);
            foreach ((SourcePosition position, int fingerprints, int bad) in all.Ends)
            {
                TextRun rest = await ReadAsync(new MemoryStream(text), drawn.chunkSize, position);
                Assert.Equal(all.Fingerprints[fingerprints..], rest.Fingerprints);
                Assert.Equal(all.Bad[bad..], rest.Bad);
                Assert.Equal(all.Failure, rest.Failure);
            }
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n# nothing\n")]
    public async Task A_text_without_a_fingerprint_is_an_empty_source(string text)
    {
        TextRun run = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Empty(run.Fingerprints);
        Assert.Null(run.FirstProblem);
    }

    [Property]
    public Property What_numpy_savetxt_writes_is_read()
    {
        Gen<int[]> values = Gen.Choose(-32, 31).ArrayOf(6);
        return Prop.ForAll(values.ToArbitrary(), Gen.Elements(" ", ",", "\t").ToArbitrary(), async (drawn, separator) =>
        {
            string line = string.Join(separator, drawn.Select(value => string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{value:0.000000000000000000e+00}")));
            TextRun run = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"{line}\n{line}\n")));
            Assert.Null(run.FirstProblem);
            Assert.Equal(Enumerable.Repeat(string.Join(' ', drawn), 2), run.Fingerprints);
        });
    }

    [Fact]
    public async Task A_file_of_another_format_is_no_bad_line()
    {
        TextRun run = await ReadAsync(new MemoryStream([0x93, .. "NUMPY\u0001\0v\0{'descr': '|i1'}\n1 2 3 4 5 6\n"u8]));
        Assert.StartsWith("f.txt: this is a NumPy array, expected fingerprints as text: ", run.Failure, StringComparison.Ordinal);
        Assert.Empty(run.Bad);
    }

    [Fact]
    public async Task A_label_may_begin_like_a_file_of_another_format()
    {
        TextRun run = await ReadAsync(new MemoryStream("RIFF\tclip\t1 2 3 4 5 6\nRIFF\tclip\t1\n"u8.ToArray()));
        Assert.Equal(["1 2 3 4 5 6"], run.Fingerprints);
        Assert.Equal(2, Assert.Single(run.Bad).Line);
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task Nothing_but_bad_lines_is_no_text_without_fingerprints()
    {
        TextRun run = await ReadAsync(new MemoryStream("x\n1 2\n"u8.ToArray()));
        Assert.Equal([1, 2], run.Bad.Select(bad => bad.Line));
        Assert.Null(run.Failure);
    }

    [Fact]
    public async Task Brackets_within_a_bad_line_or_a_name_do_not_open_any()
    {
        TextRun run = await ReadAsync(new MemoryStream("1 2 [3\n[cat\tclip [1]\t1 2 3 4 5 6\nx[[\n# [\n6 5 4 3 2 1\n"u8.ToArray()));
        Assert.Equal(["1 2 3 4 5 6", "6 5 4 3 2 1"], run.Fingerprints);
        Assert.Equal([1, 3], run.Bad.Select(bad => bad.Line));
        Assert.Equal(0, Assert.Single(run.Ends).Position.InBrackets);
    }

    [Fact]
    public async Task Every_place_may_be_the_end_of_a_chunk()
    {
        byte[] text = Encoding.UTF8.GetBytes(
            "\uFEFF# values\r\ncat\tclip [1]\t1 2 3 4 5 6\r\n\r\n-1,-2,-3,-4,-5,-6\r-32 31 -10 10 0 -0\n[1 2 3\n4 5 6]\r\n9 9 9 9 9 9");
        TextRun expected = TextRun.Expected(text, Small, Name);
        Assert.Equal(5, expected.Fingerprints.Count);
        for (int chunkSize = 4; chunkSize <= text.Length + 1; chunkSize++)
        {
            AssertSame(expected, await ReadAsync(new MemoryStream(text), chunkSize));
        }
    }

    [Fact]
    public async Task The_recorded_fingerprints_are_those_of_FingerprintFile()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt");
        TensorShape shape = DsCnn.Default.Input;
        TextRun expected = TextRun.Expected(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken), shape, path);
        Assert.Equal(500, expected.Fingerprints.Count);

        await using TextSource source = TextSource.Open(path, shape);
        AssertSame(expected, await TextRun.OfAsync(source));
    }

    [Fact]
    public async Task A_block_is_filled_to_the_last_fingerprint()
    {
        // The shortest lines that there are: exactly as many as two blocks hold, and one more without a line break.
        const int Capacity = FingerprintBlock.Capacity;
        string text = string.Join('\n', Enumerable.Repeat("1 2 3 4 5 6", (2 * Capacity) + 1));
        TextRun run = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        Assert.Equal([Capacity, 2 * Capacity, (2 * Capacity) + 1], run.Ends.Select(end => end.Fingerprints));
        Assert.All(run.Fingerprints, fingerprint => Assert.Equal("1 2 3 4 5 6", fingerprint));
    }

    [Fact]
    public async Task A_printed_batch_larger_than_a_block_can_be_taken_up_in_its_middle()
    {
        byte[] text = Encoding.UTF8.GetBytes(
            $"9 9 9 9 9 9\n[{string.Join(",\n", Enumerable.Range(0, 2500).Select(i => $"[{i % 32} {i % 31} 0\n1 2 3]"))}]\n8 8 8 8 8 8\n");
        TextRun all = await ReadAsync(new MemoryStream(text));
        AssertSame(TextRun.Expected(text, Small, Name), all);
        SourcePosition opened = new(12, Line: 1);
        Assert.Equal(
            [opened, opened with { InBrackets = 1024 }, opened with { InBrackets = 2048 }, opened with { InBrackets = 2501 }],
            all.Ends.Select(end => end.Position));
        foreach ((SourcePosition position, int fingerprints, _) in all.Ends)
        {
            Assert.Equal(all.Fingerprints[fingerprints..], (await ReadAsync(new MemoryStream(text), resumed: position)).Fingerprints);
        }
    }

    [Fact]
    public async Task The_end_of_a_block_says_how_many_bytes_and_lines_lie_before_it()
    {
        byte[] text = Encoding.UTF8.GetBytes("\uFEFF1 1 1 1 1 1\r\n2 2 2 2 2 2\r# x\n\n3 3 3 3 3 3\n");
        TextRun run = await ReadAsync(new MemoryStream(text), chunkSize: 40);
        Assert.Equal([new(33, Line: 4), new(45, Line: 5)], run.Ends.Select(end => end.Position));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public async Task A_byte_order_mark_tells_the_encoding(string encoding)
    {
        var encoded = Encoding.GetEncoding(encoding);
        byte[] text = [.. encoded.GetPreamble(), .. encoded.GetBytes("1 2 3 4 5 6\n# comment\n6 5 4 3 2 1\n1 2 x\n")];
        TextRun run = await ReadAsync(new TrickleStream(text, 5));
        Assert.Equal(["1 2 3 4 5 6", "6 5 4 3 2 1"], run.Fingerprints);
        Assert.Equal("f.txt:4: value 2 (frame 1, coefficient 0) is 'x', expected an integer", run.Failure);
        Assert.Equal(["6 5 4 3 2 1"], (await ReadAsync(new MemoryStream(text), resumed: new(0, InBrackets: 1))).Fingerprints);
    }

    [Fact]
    public async Task Every_line_that_is_there_is_claimed_without_waiting_for_more()
    {
        using var pipe = new LinePipe("1 2 3 4 5 6\n6 5 4 3 2 1\n7 7", " 7 7 7 7\n");
        var source = new TextSource(pipe, Name, Small, ownsStream: false);
        var block = new FingerprintBlock(Small, 1);
        block.Begin(source, 0, default);
        Assert.True(await source.ClaimAsync(block, TestContext.Current.CancellationToken));
        Assert.Equal(1, pipe.Reads);
        source.Load(block);
        Assert.Equal(2, block.Count);
    }

    [Theory]
    [InlineData("1 2 3 4 5 6\n", "6 5 4 3 2 1")]
    [InlineData("1 2 3 4 5 6\n[", "6 5 4 3 2 1]")]
    public async Task A_stream_that_has_ended_is_not_asked_again(string first, string second)
    {
        // A terminal would wait for more; this one has no more to give than its end.
        using var pipe = new LinePipe(first, second, "");
        TextRun run = await ReadAsync(pipe);
        Assert.Equal(["1 2 3 4 5 6", "6 5 4 3 2 1"], run.Fingerprints);
        Assert.Equal(3, pipe.Reads);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        TextRun run = await ReadAsync(new EndlessStream("1 2 3 4 5 6\n# "u8, (byte)' '));
        Assert.Equal(["1 2 3 4 5 6"], run.Fingerprints);
        Assert.Equal("f.txt:2: the line is longer than 8388608 characters, expected a line break before", run.Failure);
    }

    [Fact]
    public async Task A_line_longer_than_a_chunk_is_read_nevertheless()
    {
        byte[] text = Encoding.UTF8.GetBytes($"1 2 3 4 5 6\n# {new string('x', 20_000)}\n1 2 3{new string(' ', 20_000)}4 5 6\n");
        Assert.Equal(["1 2 3 4 5 6", "1 2 3 4 5 6"], (await ReadAsync(new MemoryStream(text))).Fingerprints);
    }

    /// <summary>
    /// Found by the fuzzer: what is white space to .NET but no blank in the text stands before the first '#' of a label, or does not.
    /// </summary>
    [Theory]
    [InlineData("\u00b7 a #\tx.wav\t[1 2 3\n4 5 6]\n")]
    [InlineData("\u00a0# a\tx.wav\t[1 2 3\n4 5 6 7 8 9\n")]
    [InlineData("\v#\tx.wav\t[\n4 5 6 7 8 9\n")]
    public async Task Brackets_behind_a_label_of_any_signs_open_where_the_line_is_no_comment(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        AssertSame(TextRun.Expected(bytes, Small, Name), await ReadAsync(new MemoryStream(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("                         ")]
    public async Task A_byte_order_mark_within_the_text_is_a_wrong_character(string blanks)
    {
        byte[] text = Encoding.UTF8.GetBytes($"1 2 3 4 5 6\n\uFEFF1 2 3 4 5{blanks} 6\n");
        TextRun run = await ReadAsync(new MemoryStream(text), chunkSize: 20);
        AssertSame(TextRun.Expected(text, Small, Name), run);
        Assert.Equal("f.txt:2: value 0 (frame 0, coefficient 0) is '\uFEFF1', expected an integer", run.FirstProblem);
    }

    [Fact]
    public async Task A_text_that_cannot_seek_cannot_be_taken_up_again()
    {
        await using var source = new TextSource(new TrickleStream([], 1), Name, Small, ownsStream: true);
        var exception = Assert.Throws<NotSupportedException>(() => source.Seek(new(12, Line: 1)));
        Assert.Equal("f.txt can be read only from its beginning", exception.Message);
    }

    private static async Task<TextRun> ReadAsync(Stream stream, int? chunkSize = null, SourcePosition? resumed = null)
    {
        await using var source = new TextSource(stream, Name, Small, ownsStream: true, chunkSize);
        return await TextRun.OfAsync(source, resumed);
    }

    private static void AssertSame(TextRun expected, TextRun run)
    {
        Assert.Equal(expected.FirstProblem, run.FirstProblem);

        // Those behind a bad line are there too.
        Assert.Equal(expected.Fingerprints, run.Bad.Count > 0 ? run.Fingerprints.Take(expected.Fingerprints.Count) : run.Fingerprints);
    }

    /// <summary>Gives one piece a read and counts reads.</summary>
    private sealed class LinePipe(params string[] pieces) : MemoryStream
    {
        public int Reads { get; private set; }

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => Encoding.UTF8.GetBytes(pieces[Reads++], buffer.AsSpan(offset));
    }
}
