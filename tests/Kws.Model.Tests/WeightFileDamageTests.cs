using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class WeightFileDamageTests
{
    private const string Conv = "DS-CNN/conv_1/weights:0";
    private const string AllNames =
        "DS-CNN_conv_1_weights_0, DS-CNN_conv_ds_1_dw_conv_depthwise_weights_0, DS-CNN_conv_ds_1_pw_conv_weights_0, "
        + "DS-CNN_fc1_weights_0, DS-CNN_fc1_biases_0";

    [Theory]
    [InlineData("7, 8}", "7, 32}", $"w.h:1: {Conv}: value 7 (channel 1, time 1, frequency 1) is 32, expected -32 to 31")]
    [InlineData("7, 8}", "-33, 8}", $"w.h:1: {Conv}: value 6 (channel 1, time 1, frequency 0) is -33, expected -32 to 31")]
    [InlineData("7, 8}", "7, 99999999999}", $"w.h:1: {Conv}: value 7 (channel 1, time 1, frequency 1) is 99999999999, expected -32 to 31")]
    [InlineData(
        "{1000, ", "{2147483648, ", "w.h:5: DS-CNN/fc1/biases:0: value 0 (out 0) is 2147483648, expected -2147483648 to 2147483647")]
    [InlineData("7, 8}", "7}", $"w.h:1: {Conv}: 7 values, expected 8 [channel 2][time 2][frequency 2]")]
    [InlineData("7, 8}", "7, 8, 9, 99}", $"w.h:1: {Conv}: 10 values, expected 8 [channel 2][time 2][frequency 2]")]
    [InlineData("{9, 10}", "{}", "w.h:4: DS-CNN/fc1/weights:0: 0 values, expected 2 [out 2][in 1]")]
    [InlineData("{9, 10}", "{12x, 10}", "w.h:4: DS-CNN/fc1/weights:0: value 0 (out 0, in 0) is '12x', expected a decimal integer")]
    [InlineData("{9, 10}", "{9, 1.5}", "w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '1.5', expected a decimal integer")]
    [InlineData("{9, 10}", "{9, 0x1F}", "w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '0x1F', expected a decimal integer")]
    [InlineData(
        "{9, 10}", "{012, 10}",
        "w.h:4: DS-CNN/fc1/weights:0: value 0 (out 0, in 0) is '012', which C reads as octal, expected a decimal integer without leading "
            + "zeros")]
    [InlineData(
        "{9, 10}", "{9, -08}",
        "w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '-08', which C reads as octal, expected a decimal integer without leading "
            + "zeros")]
    [InlineData("{9, 10}", "{9, -}", "w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '-', expected a decimal integer")]
    [InlineData("{9, 10}", "{9, --1}", "w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '--1', expected a decimal integer")]
    [InlineData("{9, 10}", "{9,,10}", "w.h:4: DS-CNN/fc1/weights:0: found ',' after 1 values, expected an integer before it")]
    [InlineData("{9, 10}", "{,9, 10}", "w.h:4: DS-CNN/fc1/weights:0: found ',' after 0 values, expected an integer before it")]
    [InlineData("{9, 10}", "{9\n 10}", "w.h:5: DS-CNN/fc1/weights:0: found '10' after 1 values, expected ',' or '}'")]
    [InlineData("{9, 10}", "{9, 10", "w.h:5: DS-CNN/fc1/weights:0: found '#define' after 2 values, expected ',' or '}'")]
    [InlineData("-1000}\n", "-1000\n", "w.h:6: DS-CNN/fc1/biases:0: the file ends after 2 values, expected '}' for the '{' of line 5")]
    [InlineData("{9, 10}", "{9, 10}}", "w.h:4: found '}', expected '=' or ';' after the name of an array")]
    [InlineData("{9, 10}", "9, 10", "w.h: there is no tensor DS-CNN_fc1_weights_0, expected its 2 values [out 2][in 1]")]
    [InlineData(
        "#define DS-CNN_fc1_biases_0 {1000, -1000}", "", "w.h: there is no tensor DS-CNN_fc1_biases_0, expected its 2 values [out 2]")]
    [InlineData("#define DS-CNN_fc1_b", "// ", "w.h: there is no tensor DS-CNN_fc1_biases_0, expected its 2 values [out 2]")]
    [InlineData("fc1_biases_0", "fc1_weights_0", "w.h:5: tensor DS-CNN_fc1_weights_0 is given twice, first on line 4")]
    [InlineData(
        "fc1_weights_0", "fc2_weights_0",
        "w.h:4: tensor DS-CNN_fc2_weights_0 is not part of the model 2 2 2 2 1 1 1 1 1 1 1, which has " + AllNames)]
    [InlineData("{31, -32}", "{{31}, {-32, 1}, {2}}", "w.h:3: DS-CNN/conv_ds_1/pw_conv/weights:0: 4 values, expected 2 [out 1][in 2]")]
    [InlineData(
        "{1, 2, 3, 4, 5, 6, 7, 8}", "{{1, 2},\n{3, 4, 5}, {6, 7, 8}}",
        $"w.h:2: {Conv}: 3 values between braces, expected 2 or 4 or 8 for [channel 2][time 2][frequency 2]")]
    [InlineData(
        "#define DS-CNN_fc1_weights_0", "int8_t DS_CNN_fc1_weights_0[2]",
        "w.h:4: found '{', expected '=' or ';' after the name of an array")]
    [InlineData("#define DS-CNN_fc1_weights_0", "int8_t DS_CNN_fc1_weights_0[2 =", "w.h:4: found '=', expected ']' for the '[' of line 4")]
    [InlineData("#define DS-CNN_fc1_weights_0", "=", "w.h:4: found '=', expected the name of an array before it")]
    [InlineData(
        "#define DS-CNN_fc1_weights_0 {9", "int8_t DS_CNN_fc1_weights_0[] = 9",
        "w.h:4: found '9', expected '{' and the values of DS-CNN/fc1/weights:0")]
    [InlineData("#define DS-CNN_fc1_weights_0", "int8_t a[2 {", "w.h:4: found '{', expected ']' for the '[' of line 4")]
    [InlineData("#define DS-CNN_fc1_weights_0", "int8_t a[2 }", "w.h:4: found '}', expected ']' for the '[' of line 4")]
    [InlineData("#define DS-CNN_fc1_weights_0", "int8_t a(2;", "w.h:4: found ';', expected ')' for the '(' of line 4")]
    [InlineData("#define DS-CNN_fc1_weights_0", "int8_t a[\n#define N", "w.h:5: found '#define', expected ']' for the '[' of line 4")]
    [InlineData("{9, 10}", "{9, 10, x}", "w.h:4: DS-CNN/fc1/weights:0: value 2 is 'x', expected a decimal integer")]
    [InlineData(
        "{9, 10}", "{\"a\tb\", 10}", "w.h:4: DS-CNN/fc1/weights:0: value 0 (out 0, in 0) is '\"a\tb\"', expected a decimal integer")]
    [InlineData(
        "{31, -32}", "{{}, {31, -32}}", "w.h:3: DS-CNN/conv_ds_1/pw_conv/weights:0: 0 values between braces, expected 2 for [out 1][in 2]")]
    [InlineData("{9, 10}", "{9, \\\n 99}", "w.h:5: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is 99, expected -32 to 31")]
    [InlineData("{9, 10}", "{9, \\10}", "w.h:4: unexpected character '\\', expected #define or an array of integers")]
    [InlineData("{9, 10}", "{9 ~ 10}", "w.h:4: unexpected character '~', expected #define or an array of integers")]
    [InlineData("{9, 10}", "{9, 10} /* open", "w.h:4: the comment that begins here has no end, expected '*/'")]
    [InlineData("{9, 10}", "{9, 10} \"open", "w.h:4: the text that begins here has no end, expected '\"'")]
    [InlineData(
        "#define DS-CNN_conv_1", "extern \"C\" {\n#define DS-CNN_conv_1", "w.h:1: the brace of extern is never closed, expected '}'")]
    [InlineData("{9, 10}", "{9 & 10}", "w.h:4: unexpected character '&', expected #define or an array of integers")]
    [InlineData("{9, 10}", "{9, \0}", "w.h:4: unexpected character U+0000, expected #define or an array of integers")]
    public void Damage_is_reported_where_it_is(string part, string damaged, string message)
    {
        Assert.Contains(part, TestData.SmallWeights, StringComparison.Ordinal);
        Assert.Equal(message, Problem(TestData.SmallWeights.Replace(part, damaged)));
    }

    [Fact]
    public void A_word_without_end_does_not_flood_the_message()
    {
        string digits = new('9', 100_000);
        string shown = digits[..60] + "...";
        Assert.Equal(
            $"w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is {shown}, expected -32 to 31",
            Problem(TestData.SmallWeights.Replace("10}", digits + "}")));
        Assert.Equal(
            $"w.h:4: DS-CNN/fc1/weights:0: value 1 (out 1, in 0) is '{shown}', expected a decimal integer",
            Problem(TestData.SmallWeights.Replace("10}", digits + "x}")));
    }

    [Fact]
    public void A_name_without_end_does_not_flood_the_message() =>
        Assert.StartsWith(
            $"w.h:1: tensor {new string('n', 60)}... is not part of the model",
            Problem($"#define {new string('n', 100_000)} {{1}}"),
            StringComparison.Ordinal);

    [Fact]
    public void Brackets_may_be_nested_to_any_depth() =>
        Assert.Equal("w.h:1: found the end of the file, expected ')' for the '(' of line 1", Problem($"int f{new string('(', 1_000_000)}"));

    [Fact]
    public void Digits_without_end_cost_no_time() =>
        Assert.EndsWith(
            "..., expected -32 to 31", Problem(TestData.SmallWeights.Replace("10}", $"{new string('9', 10_000_000)}}}")),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void An_empty_file_says_what_was_expected(string text) =>
        Assert.Equal($"w.h: the file is empty, expected {AllNames}", Problem(text));

    [Fact]
    public void Binary_rubbish_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            var bytes = new byte[1 + random.Next(300)];
            random.NextBytes(bytes);
            File.WriteAllBytes(directory.PathOf("w.h"), bytes);
            Assert.Throws<KwsFormatException>(() => WeightFile.Read(directory.PathOf("w.h"), TestData.SmallNetwork));
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        string text = TestData.SmallWeights.TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Throws<KwsFormatException>(() => Read(text[..length]));
        }
    }

    [Theory]
    [InlineData("/* one\n two\n */")]
    [InlineData("// one \\\n two \\\r\n still the comment")]
    [InlineData("#define TWICE(x) \\\n (x) \\\n + (x)")]
    [InlineData("#include <stdint.h> /* two\n three\n lines */")]
    [InlineData("#define URL \"http:/*\" // no comment /*\n#define QUOTE '\"'\n")]
    [InlineData("\r\n\r\n")]
    public void Comments_and_continuations_of_three_lines_are_counted(string lines) =>
        Assert.StartsWith("w.h:6: ", Problem($"{lines}\n{TestData.SmallWeights.Replace("31", "32")}"), StringComparison.Ordinal);

    [Fact]
    public void The_exception_carries_file_and_line()
    {
        var problem = Assert.Throws<KwsFormatException>(() => Read(TestData.SmallWeights.Replace("31", "32")));
        Assert.Equal(("w.h", 3), (problem.FileName, problem.Line));
    }

    private static string Problem(string text) => TestData.Problem(() => Read(text));

    private static void Read(string text) => WeightFile.Read(new StringReader(text), TestData.SmallNetwork, "w.h");

    [Fact]
    public void A_text_without_an_end_is_given_up()
    {
        KwsFormatException e = Assert.Throws<KwsFormatException>(() => WeightFile.Read(new EndlessReader(), DsCnn.Default, "w.h"));
        Assert.Equal("w.h: more than 256000000 characters, expected a weight file", e.Message);
    }

    private sealed class EndlessReader : TextReader
    {
        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Clear();
            return count;
        }

        public override int ReadBlock(Span<char> buffer)
        {
            buffer.Clear();
            return buffer.Length;
        }
    }
}
