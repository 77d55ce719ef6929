using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class FingerprintFileDamageTests
{
    [Theory]
    [InlineData("1 2 3 4 5", "f.txt:1: 5 values, expected 6 (3 x 2)")]
    [InlineData("1 2 3 4 5 6\n1 2 3 4 5 6 7", "f.txt:2: 7 values, expected 6 (3 x 2)")]
    [InlineData("1 2 3 4 5 6 300", "f.txt:1: 7 values, expected 6 (3 x 2)")]
    [InlineData("cat\tclip\t1 2", "f.txt:1: 2 values after label 'cat' and clip 'clip', expected 6 (3 x 2)")]
    [InlineData("cat\t\t1 2", "f.txt:1: 2 values after label 'cat' and clip '', expected 6 (3 x 2)")]
    [InlineData("\tclip\t1 2", "f.txt:1: 2 values after label '' and clip 'clip', expected 6 (3 x 2)")]
    [InlineData("1 2 3 4 5 6\ncat\tclip\t", "f.txt:2: 0 values after label 'cat' and clip 'clip', expected 6 (3 x 2)")]
    [InlineData("cat\tclip\t\n[1 2 3 4 5 6]", "f.txt:1: 0 values after label 'cat' and clip 'clip', expected 6 (3 x 2)")]
    [InlineData("1\t2x\t3 4 5 6", "f.txt:1: 4 values after label '1' and clip '2x', expected 6 (3 x 2)")]
    [InlineData("# c\n1 2 3 300 5 6", "f.txt:2: value 3 (frame 1, coefficient 1) is 300, expected -32 to 31")]
    [InlineData("1 2 3 4 5 32", "f.txt:1: value 5 (frame 2, coefficient 1) is 32, expected -32 to 31")]
    [InlineData("-33 2 3 4 5 6", "f.txt:1: value 0 (frame 0, coefficient 0) is -33, expected -32 to 31")]
    [InlineData("4294967296 2 3 4 5 6", "f.txt:1: value 0 (frame 0, coefficient 0) is 4294967296, expected -32 to 31")]
    [InlineData("1 2 3x 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '3x', expected an integer")]
    [InlineData("1 2 3 4 5 6 x", "f.txt:1: value 6 is 'x', expected an integer")]
    [InlineData("1 2 3.5 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '3.5', expected an integer")]
    [InlineData("1 2 . 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '.', expected an integer")]
    [InlineData("1 2 - 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '-', expected an integer")]
    [InlineData("1 2 1.55e1 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '1.55e1', expected an integer")]
    [InlineData("1 2 1e-1 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '1e-1', expected an integer")]
    [InlineData("1 2 1e 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '1e', expected an integer")]
    [InlineData("1 2 e1 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is 'e1', expected an integer")]
    [InlineData("1 2 1e999 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '1e999', expected an integer")]
    [InlineData("1 2 -3.3e+01 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is -3.3e+01, expected -32 to 31")]
    [InlineData("1 2 1e300 4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is 1e300, expected -32 to 31")]
    [InlineData("1 2 3-4 5 6", "f.txt:1: value 2 (frame 1, coefficient 0) is '3-4', expected an integer")]
    [InlineData("cat\t1 2 3 4 5 6", "f.txt:1: value 0 (frame 0, coefficient 0) is 'cat', expected an integer")]
    [InlineData("1,,2,3,4,5,6", "f.txt:1: found ',' instead of value 1, expected an integer before it")]
    [InlineData(",1,2,3,4,5,6", "f.txt:1: found ',' instead of value 0, expected an integer before it")]
    [InlineData("1 2 3 4 5 6\n,1,2,3,4,5,6", "f.txt:2: found ',' instead of value 0, expected an integer before it")]
    [InlineData("[,1,2,3,4,5,6]", "f.txt:1: found ',' instead of value 0, expected an integer before it")]
    [InlineData(
        "fingerprint_input [[1 2 3 4 5 6]]", "f.txt:1: value 0 (frame 0, coefficient 0) is 'fingerprint_input', expected an integer")]
    [InlineData("[[1 2 3\n4 5 6]] 7", "f.txt:2: 1 values, expected 6 (3 x 2)")]
    [InlineData("1 2 [3 4 5 6]", "f.txt:1: found '[' after 2 values, expected 6 (3 x 2) on one line")]
    [InlineData("1 2 3 4 5 6]", "f.txt:1: found ']' without a '[' before it")]
    [InlineData("\n[[1 2 3\n4 5\n]]", "f.txt:2: 5 values in the brackets that open here, expected 6 (3 x 2)")]
    [InlineData("[[1 2 3\n4 5 300]]", "f.txt:2: value 5 (frame 2, coefficient 1) is 300, expected -32 to 31")]
    [InlineData("[[1 2] [3 4] [5 6] [7 8]]", "f.txt:1: 8 values in the brackets that open here, expected 6 (3 x 2)")]
    [InlineData("[[1 2 3 4 5 6] [1 2]]", "f.txt:1: 2 values in the brackets that open here, expected 6 (3 x 2)")]
    [InlineData("[]", "f.txt:1: 0 values in the brackets that open here, expected 6 (3 x 2)")]
    [InlineData("1 2 3 4 5 6\n[[1 2\n3 4", "f.txt:2: the '[' is never closed: the file ends after 4 values, expected 6 (3 x 2)")]
    [InlineData("[[1 2 3 4 5 6]\n", "f.txt:1: the '[' is never closed: the file ends after 0 values, expected 6 (3 x 2)")]
    [InlineData(
        "[[1 2 ... 5 6]]",
        "f.txt:1: the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))")]
    [InlineData(
        "[[1 2]\n ...\n [5 6]]",
        "f.txt:2: the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))")]
    [InlineData("\u0001\u0002PNG", "f.txt:1: value 0 (frame 0, coefficient 0) is '\uFFFD\uFFFDPNG', expected an integer")]
    public void Damage_is_reported_where_it_is(string text, string message) =>
        Assert.Equal(message, TestData.Problem(() => Read(text, new TensorShape(3, 2, 1))));

    [Fact]
    public void The_default_shape_is_named()
    {
        string message = TestData.Problem(() => Read(string.Join(' ', Enumerable.Repeat(1, 299)), DsCnn.Default.Input));
        Assert.Equal("f.txt:1: 299 values, expected 300 (30 x 10)", message);
    }

    [Fact]
    public void A_label_without_end_does_not_flood_the_message() =>
        Assert.Equal(
            $"f.txt:1: 1 values after label '{new string('x', 60)}...' and clip 'clip', expected 6 (3 x 2)",
            TestData.Problem(() => Read($"{new string('x', 100_000)}\tclip\t1", new TensorShape(3, 2, 1))));

    [Fact]
    public void A_word_without_end_does_not_flood_the_message() =>
        Assert.Equal(
            $"f.txt:1: value 0 (frame 0, coefficient 0) is {new string('9', 60)}..., expected -32 to 31",
            TestData.Problem(() => Read(new string('9', 100_000), new TensorShape(3, 2, 1))));

    [Fact]
    public void Fingerprints_before_the_damage_are_still_given()
    {
        using var reader = new StringReader("1 2 3 4 5 6\n1 2 3\n");
        using IEnumerator<Fingerprint> fingerprints =
            FingerprintFile.Read(reader, "f.txt", Networks.Taking(new TensorShape(3, 2, 1))).GetEnumerator();
        Assert.True(fingerprints.MoveNext());
        Assert.Equal("f.txt:2: 3 values, expected 6 (3 x 2)", TestData.Problem(() => fingerprints.MoveNext()));
    }

    private static void Read(string text, TensorShape shape)
    {
        foreach (Fingerprint fingerprint in FingerprintFile.Read(new StringReader(text), "f.txt", Networks.Taking(shape)))
        {
            Assert.Equal(shape.Count, fingerprint.Values.Length);
        }
    }
}
