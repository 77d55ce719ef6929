using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class LabelFileTests
{
    [Theory]
    [InlineData("a\nb\n")]
    [InlineData("a\nb")]
    [InlineData("a\r\nb\r\n")]
    [InlineData("a\nb\n\n  \n")]
    [InlineData(" a\nb  \n")]
    public void One_label_a_line(string text) => Assert.Equal(["a", "b"], LabelFile.Read(new StringReader(text), "l.txt"));

    [Fact]
    public void A_file_is_read()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.PathOf("l.txt"), "_silence_\nün known\n");
        Assert.Equal(["_silence_", "ün known"], LabelFile.Read(directory.PathOf("l.txt")));
    }

    [Theory]
    [InlineData("", "l.txt: there is no label, expected one a line")]
    [InlineData("\n\n", "l.txt: there is no label, expected one a line")]
    [InlineData("a\n\nb\n", "l.txt:2: the line is empty, expected a label: the line is the label's number")]
    [InlineData("\na\n", "l.txt:1: the line is empty, expected a label: the line is the label's number")]
    [InlineData("a\n\n\nb\n", "l.txt:2: the line is empty, expected a label: the line is the label's number")]
    [InlineData("a\nb\na\n", "l.txt:3: label 'a' is given twice, first on line 1")]
    [InlineData("a\nb,c\n", "l.txt:2: a label contains ',', expected no comma, quote, tab or control character")]
    [InlineData("a\"\n", "l.txt:1: a label contains '\"', expected no comma, quote, tab or control character")]
    [InlineData("a\tb\n", "l.txt:1: a label contains U+0009, expected no comma, quote, tab or control character")]
    [InlineData("a\0\n", "l.txt:1: a label contains U+0000, expected no comma, quote, tab or control character")]
    public void Damage_is_reported_where_it_is(string text, string message) =>
        Assert.Equal(message, TestData.Problem(() => LabelFile.Read(new StringReader(text), "l.txt")));

    [Fact]
    public void A_label_without_end_does_not_flood_the_message()
    {
        string label = new('x', 100_000);
        Assert.Equal(
            $"l.txt:2: label '{label[..60]}...' is given twice, first on line 1",
            TestData.Problem(() => LabelFile.Read(new StringReader($"{label}\n{label}"), "l.txt")));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory.PathOf("l.txt"), [(byte)'a', 0xFF, (byte)'\n']);
        Assert.EndsWith(
            ":1: a label contains U+FFFD, expected no comma, quote, tab or control character",
            TestData.Problem(() => LabelFile.Read(directory.PathOf("l.txt"))),
            StringComparison.Ordinal);
    }
}
