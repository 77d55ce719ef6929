using FsCheck.Fluent;
using FsCheck.Xunit;
using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class FingerprintFileTests
{
    private static readonly Network Small = Networks.Taking(new TensorShape(3, 2, 1));

    [Fact]
    public void The_recorded_fingerprints_are_read_with_label_and_clip()
    {
        Fingerprint[] all = [.. FingerprintFile.Read(TestData.Path("recorded.txt"), DsCnn.Default)];
        string[] lines = File.ReadAllLines(TestData.Path("recorded.txt"));

        Assert.Equal(lines.Count(line => !line.StartsWith('#')), all.Length);
        foreach (Fingerprint fingerprint in all)
        {
            string[] fields = lines[fingerprint.Line - 1].Split('\t');
            Assert.Equal((fields[0], fields[1]), (fingerprint.Label, fingerprint.Source));
            Assert.Equal(fields[2], string.Join(' ', fingerprint.Values.ToArray()));
        }
    }

    [Theory]
    [InlineData("-18 0 1 2 31 -32")]
    [InlineData("-18 0 1 2 31 -32\r\n")]
    [InlineData("\n# a comment 1 2\n  \n  # another\n-18 0 1 2 31 -32\n\n")]
    [InlineData("  -18\t0   1 2 31 -32  ")]
    [InlineData("-18\t0\t1\t2\t31\t-32")]
    [InlineData("-18,0,1,2,31,-32")]
    [InlineData("-18, 0, 1, 2, +31, -32,")]
    [InlineData("-18. -0. 1. 2. 31. -32.")]
    [InlineData("-18.0 0.00 1 2 31 -32")]
    [InlineData(
        "-1.800000000000000000e+01 0.000000000000000000e+00 1.000000000000000000e+00 2.000000000000000000e+00 3.100000000000000000e+01 "
            + "-3.200000000000000000e+01")]
    [InlineData("-1.8e+01\t0.0e+00\t1.e0\t2E0\t3.1E+1\t-320e-1")]
    [InlineData("-18.e+00\t0.e+00\t1 2 31 -32")]
    [InlineData("[[-18 0 1 2 31 -32]]")]
    [InlineData("[-18 0 1 2 31 -32]")]
    [InlineData("[[-18   0   1\n    2  31\n -32]]\n")]
    [InlineData("[[-18 0]\n# inside\n [1 2]\n\n [31 -32]]\n")]
    [InlineData("[[-18, 0],\n [1, 2],\n [31, -32]]\n")]
    [InlineData("[[[[-18][0]][[1][2]]\n[[31][-32]]]]")]
    [InlineData("[[-18.  0.  1.  2. 31. -32.]]")]
    public void Every_form_gives_the_same_values(string text)
    {
        Fingerprint fingerprint = Assert.Single(Read(text));
        Assert.Equal([-18, 0, 1, 2, 31, -32], fingerprint.Values.ToArray());
        Assert.Null(fingerprint.Label);
        Assert.Null(fingerprint.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# only a comment\n\n")]
    public void A_text_without_a_fingerprint_is_an_empty_result(string text) => Assert.Empty(Read(text));

    [Theory]
    [InlineData("cat\tclip.wav\t1 2 3 4 5 6", "cat", "clip.wav")]
    [InlineData("cat\t\t1 2 3 4 5 6", "cat", null)]
    [InlineData("e\t1\t1 2 3 4 5 6", "e", "1")]
    [InlineData("7\tE7\t1 2 3 4 5 6", "7", "E7")]
    [InlineData("\tclip.wav\t1 2 3 4 5 6", null, "clip.wav")]
    [InlineData("\t\t1 2 3 4 5 6", null, null)]
    [InlineData("7\tclip 7.wav\t1 2 3 4 5 6", "7", "clip 7.wav")]
    [InlineData("seven\t7\t1\t2\t3 4 5 6", "seven", "7")]
    [InlineData("cat\tclip.wav\t[[1 2 3\n4 5 6]]", "cat", "clip.wav")]
    public void Label_and_clip_stand_before_the_values(string text, string? label, string? clip)
    {
        Fingerprint fingerprint = Assert.Single(Read(text));
        Assert.Equal((label, clip), (fingerprint.Label, fingerprint.Source));
        Assert.Equal([1, 2, 3, 4, 5, 6], fingerprint.Values.ToArray());
    }

    [Theory]
    [InlineData("1 1 1 1 1 1\n[[2 2 2\n2 2 2]]\n# x\ncat\tclip\t3 3 3 3 3 3\n[4 4 4 4 4 4] [5 5 5 5 5 5]", new[] { 1, 2, 5, 6, 6 })]
    [InlineData("[[1 1 1 1 1 1]\n [2 2 2 2 2 2]]", new[] { 1, 2 })]
    [InlineData("[[[1 1][1 1][1 1]], [[2 2][2 2]\n[2 2]]]", new[] { 1, 1 })]
    [InlineData("[\n[[1 1][1 1]\n[1 1]]\n]\n\n1 1 1 1 1 1", new[] { 2, 6 })]
    public void Several_fingerprints_are_told_apart_and_know_their_line(string text, int[] lines)
    {
        Fingerprint[] all = Read(text);
        Assert.Equal(lines, all.Select(fingerprint => fingerprint.Line));
        Assert.All(all, fingerprint => Assert.Single(fingerprint.Values.ToArray().Distinct()));
    }

    [Property]
    public FsCheck.Property Random_values_come_back_whatever_the_separator()
    {
        var random =
            from values in Gen.Choose(-32, 31).ArrayOf(6)
            from separator in Gen.Elements(" ", "\t", ",", ", ", "  ", ". ")
            from form in Gen.Elements("{0}", "[{0}]", "[[{0}]]")
            select (Values: values, Separator: separator, Form: form);
        return Prop.ForAll(random.ToArbitrary(), drawn =>
        {
            string text = drawn.Form.Replace("{0}", string.Join(drawn.Separator, drawn.Values));
            Assert.Equal(drawn.Values, Assert.Single(Read(text)).Values.ToArray().Select(value => (int)value));
        });
    }

    [Fact]
    public void Reading_streams_so_that_an_early_end_needs_no_more_of_the_file()
    {
        using var reader = new StringReader("1 2 3 4 5 6\n7 8 9 10 11 12\nnonsense\n");
        Assert.Equal(2, FingerprintFile.Read(reader, "f.txt", Small).Take(2).Count());
    }

    [Fact]
    public void A_file_can_be_enumerated_twice()
    {
        IEnumerable<Fingerprint> all = FingerprintFile.Read(TestData.Path("recorded.txt"), DsCnn.Default);
        Assert.Equal(all.Count(), all.Count());
    }

    [Fact]
    public void A_batch_is_all_fingerprints_of_the_file_one_behind_the_other()
    {
        Network network = DsCnn.Default;
        sbyte[] expected =
            [.. FingerprintFile.Read(TestData.Path("recorded.txt"), network).SelectMany(fingerprint => fingerprint.Values.ToArray())];
        Assert.Equal(expected, FingerprintFile.ReadBatch(TestData.Path("recorded.txt"), network));
    }

    [Fact]
    public void The_range_is_that_of_the_network()
    {
        Network wide = Networks.Taking(new TensorShape(3, 2, 1), inputBits: 8);
        using var reader = new StringReader("-128 0 1 2 31 127\n1 2 3 4 5 128\n");
        using IEnumerator<Fingerprint> fingerprints = FingerprintFile.Read(reader, "f.txt", wide).GetEnumerator();
        Assert.True(fingerprints.MoveNext());
        Assert.Equal([-128, 0, 1, 2, 31, 127], fingerprints.Current.Values.ToArray());
        Assert.Equal(
            "f.txt:2: value 5 (frame 2, coefficient 1) is 128, expected -128 to 127",
            TestData.Problem(() => fingerprints.MoveNext()));
    }

    private static Fingerprint[] Read(string text) => [.. FingerprintFile.Read(new StringReader(text), "f.txt", Small)];
}
