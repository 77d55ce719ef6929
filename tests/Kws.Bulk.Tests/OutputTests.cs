using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using Kws.Bulk.Outputs;
using Kws.Fast;

namespace Kws.Bulk.Tests;

/// <summary>Results as files: what a program that reads them expects, byte for byte.</summary>
public sealed class OutputTests
{
    private static readonly ImmutableArray<string> Labels = ["_silence_", "δύο", "a \"quoted\" word", "x"];

    [Property]
    public void Numbers_are_written_as_the_framework_does(long value)
    {
        // The length of the number decides the path.
        foreach (long shifted in Enumerable.Range(0, 64).Select(bits => value >> bits))
        {
            AssertNumber(shifted);
        }
    }

    [Fact]
    public void Numbers_at_the_ends_of_every_length()
    {
        foreach (long value in (long[])[0, long.MinValue, long.MaxValue, int.MinValue, int.MaxValue])
        {
            AssertNumber(value);
        }

        for (long power = 1; power < long.MaxValue / 10; power *= 10)
        {
            foreach (long value in (long[])[power - 1, power, power + 1, 1 - power, -power, -1 - power, 9 * power])
            {
                AssertNumber(value);
            }
        }
    }

    [Fact]
    public void All_numbers_of_up_to_six_digits()
    {
        for (int i = -999_999; i <= 999_999; i++)
        {
            AssertNumber(i);
        }
    }

    [Property]
    public void A_csv_line_has_index_label_and_logits(int[] values, long index)
    {
        int[] logits = Rows(values);
        long first = Math.Abs(index / 2);
        var expected = new StringBuilder();
        for (int i = 0; i < logits.Length; i += 4)
        {
            int label = Classification.FromLogits(logits.AsSpan(i, 4)).Label;
            expected.Append(
                CultureInfo.InvariantCulture, $"{first + (i / 4)},{Labels[label]},{string.Join(',', logits.Skip(i).Take(4))}\n");
        }

        Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(Encoded(ResultFormat.Csv(Labels), logits, first)));
    }

    [Property]
    public void A_json_line_can_be_parsed(int[] values, long index)
    {
        int[] logits = Rows(values);
        long first = Math.Abs(index / 2);
        string[] lines = Encoding.UTF8.GetString(Encoded(ResultFormat.JsonLines(Labels), logits, first)).Split('\n')[..^1];
        Assert.Equal(logits.Length / 4, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonElement line = JsonDocument.Parse(lines[i]).RootElement;
            int[] row = logits[(i * 4)..((i + 1) * 4)];
            Assert.Equal(["index", "label", "logits"], line.EnumerateObject().Select(member => member.Name));
            Assert.Equal(first + i, line.GetProperty("index").GetInt64());
            Assert.Equal(Labels[Classification.FromLogits(row).Label], line.GetProperty("label").GetString());
            Assert.Equal(row, line.GetProperty("logits").EnumerateArray().Select(logit => logit.GetInt32()));
        }
    }

    [Fact]
    public void A_csv_file_begins_with_the_names() =>
        Assert.Equal("index,label,_silence_,δύο,a \"quoted\" word,x\n", Encoding.UTF8.GetString(ResultFormat.Csv(Labels).Head(0)));

    [Theory]
    [InlineData("index")]
    [InlineData("label")]
    public void A_label_that_names_a_column_is_refused_in_csv(string label)
    {
        Assert.StartsWith(
            $"two columns of the results would be named {label}: rename that label",
            Assert.Throws<ArgumentException>(() => ResultFormat.Csv(["yes", label])).Message,
            StringComparison.Ordinal);
        Assert.NotNull(ResultFormat.JsonLines(["yes", label]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(long.MaxValue)]
    public void The_head_of_an_array_is_one_that_numpy_reads(long count)
    {
        Assert.Equal($"{{'descr': '<i4', 'fortran_order': False, 'shape': ({count},), }}", HeadOf(ResultFormat.NpyLabels(Labels)));
        Assert.Equal($"{{'descr': '<i4', 'fortran_order': False, 'shape': ({count}, 4), }}", HeadOf(ResultFormat.NpyLogits(Labels)));

        string HeadOf(ResultFormat format)
        {
            byte[] head = format.Head(count);
            Assert.Equal(128, head.Length);
            Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0], head[..10]);
            Assert.Equal((byte)'\n', head[^1]);
            return Encoding.ASCII.GetString(head[10..]).TrimEnd();
        }
    }

    [Property]
    public void Arrays_hold_labels_and_logits(int[] values)
    {
        int[] logits = Rows(values);
        Assert.Equal(logits, Integers(Encoded(ResultFormat.NpyLogits(Labels), logits, 0)));
        Assert.Equal(
            logits.Chunk(4).Select(row => Classification.FromLogits(row).Label),
            Integers(Encoded(ResultFormat.NpyLabels(Labels), logits, 0)));

        static IEnumerable<int> Integers(byte[] bytes) => bytes.Chunk(4).Select(four => BitConverter.ToInt32(four));
    }

    private static int[] Rows(int[] values) => values[..(values.Length / 4 * 4)];

    /// <summary>With guard bytes, and exactly the room that the format asks for.</summary>
    private static byte[] Encoded(ResultFormat format, int[] logits, long first)
    {
        int room = logits.Length / 4 * format.MaxBytes;
        var buffer = new byte[room + 1];
        buffer[room] = 0xAB;
        int length = format.Encode(logits, first, buffer.AsSpan(0, room));
        Assert.Equal(0xAB, buffer[room]);
        return buffer[..length];
    }

    private static void AssertNumber(long value)
    {
        var bytes = new byte[DecimalText.MaxLength + 1];
        bytes[^1] = 0xAB;
        int length = DecimalText.Write(ref bytes[0], value);
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(bytes, 0, length));
        Assert.Equal(0xAB, bytes[^1]);
    }
}
