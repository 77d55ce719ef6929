using Kws.Bulk.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>NumPy and raw files: every type and shape gives the same logits, every damage one clear line.</summary>
public sealed class RecordTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, Func<sbyte, byte[]>> Types { get; } = new()
    {
        { "|i1", value => [(byte)value] },
        { "<i2", value => BitConverter.GetBytes((short)value) },
        { "<i4", value => BitConverter.GetBytes((int)value) },
        { "<i8", value => BitConverter.GetBytes((long)value) },
        { "<f4", value => BitConverter.GetBytes((float)value) },
        { "<f8", value => BitConverter.GetBytes((double)value) },
        { "<i1", value => [(byte)value] },
        { "=i1", value => [(byte)value] },
        { ">i1", value => [(byte)value] },
        { "=i4", value => BitConverter.GetBytes((int)value) },
        { ">i2", value => [.. BitConverter.GetBytes((short)value).Reverse()] },
        { ">i4", value => [.. BitConverter.GetBytes((int)value).Reverse()] },
        { ">i8", value => [.. BitConverter.GetBytes((long)value).Reverse()] },
        { ">f4", value => [.. BitConverter.GetBytes((float)value).Reverse()] },
        { ">f8", value => [.. BitConverter.GetBytes((double)value).Reverse()] },
    };

    public static TheoryData<string, Func<sbyte, byte[]>> UnsignedTypes { get; } = new()
    {
        { "|u1", value => [(byte)value] },
        { "<u2", value => BitConverter.GetBytes((ushort)value) },
        { "<u4", value => BitConverter.GetBytes((uint)value) },
        { "<u8", value => BitConverter.GetBytes((ulong)value) },
        { ">u2", value => [.. BitConverter.GetBytes((ushort)value).Reverse()] },
        { ">u4", value => [.. BitConverter.GetBytes((uint)value).Reverse()] },
        { ">u8", value => [.. BitConverter.GetBytes((ulong)value).Reverse()] },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Every_type_gives_the_same_logits(string descriptor, Func<sbyte, byte[]> convert)
    {
        // More than one block, and the last one not full.
        sbyte[] values = Fingerprints.Random(1500);
        byte[] file = Fingerprints.Npy(Fingerprints.Bytes(values, convert), descriptor, "(1500, 300)");

        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(_directory.Write("a.npy", file)));
        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(
            FingerprintSource.FromStream(new MemoryStream(file), Fingerprints.Shape, FingerprintFormat.Npy)));
    }

    [Theory]
    [MemberData(nameof(UnsignedTypes))]
    public async Task Unsigned_types_give_the_same_logits(string descriptor, Func<sbyte, byte[]> convert)
    {
        sbyte[] values = [.. Fingerprints.Random(1100).Select(value => sbyte.Abs(Math.Max(value, (sbyte)-31)))];
        string path = _directory.Write("a.npy", Fingerprints.Npy(Fingerprints.Bytes(values, convert), descriptor, "(1100, 300)"));
        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(path));
    }

    [Theory]
    [InlineData("({0}, 300)", "|i1", 1)]
    [InlineData("({0}, 300)", "<i4", 3)]
    [InlineData("({0}, 30, 10)", "|i1", 1025)]
    [InlineData("({0}, 30, 10)", ">i2", 2500)]
    [InlineData("({0}, 30, 10, 1)", "<f8", 1024)]
    public async Task Fortran_order_gives_the_same_logits(string shape, string descriptor, int count)
    {
        sbyte[] values = Fingerprints.Random(count);
        bool isFlat = shape.Contains("300", StringComparison.Ordinal);
        var columns = new List<sbyte>();
        for (int column = 0; column < 300; column++)
        {
            // The first axis varies fastest: fingerprints, then frames, then coefficients.
            int index = isFlat ? column : (column % 30 * 10) + (column / 30);
            columns.AddRange(Enumerable.Range(0, count).Select(fingerprint => values[(fingerprint * 300) + index]));
        }

        byte[] bytes = Fingerprints.Bytes([.. columns], value => Convert(descriptor, value));
        byte[] file = Fingerprints.Npy(bytes, descriptor, shape.Replace("{0}", $"{count}", StringComparison.Ordinal), "True");
        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(_directory.Write("a.npy", file)));

        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Read.Logits(
            FingerprintSource.FromStream(new MemoryStream(file), Fingerprints.Shape, FingerprintFormat.Npy)));
        Assert.Equal(
            "stream: the array is in Fortran order, which is read from files only, expected C order (numpy.ascontiguousarray makes it)",
            e.Message);
    }

    [Theory]
    [InlineData("(3, 300)", 1)]
    [InlineData("(3, 30, 10)", 1)]
    [InlineData("(3, 30, 10, 1)", 1)]
    [InlineData("(3,300,)", 2)]
    [InlineData("( 3 , 300 )", 3)]
    [InlineData("(3L, 300L)", 1)]
    [InlineData("(3L, 30, 10)", 1)]
    public async Task Every_shape_and_version_is_read(string shape, int version)
    {
        sbyte[] values = Fingerprints.Random(3);
        string path = _directory.Write("a.npy", Fingerprints.Npy(Fingerprints.Bytes(values), "|i1", shape, version: (byte)version));
        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(2500)]
    public async Task A_raw_file_is_values_and_nothing_else(int count)
    {
        sbyte[] values = Fingerprints.Random(count);
        string path = _directory.Write("a.raw", Fingerprints.Bytes(values));
        await using (var source = FingerprintSource.Open(path, Fingerprints.Shape))
        {
            Assert.Equal(count, source.Count);
        }

        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(path));
    }

    [Theory]
    [InlineData(
        "<c8", "(1, 300)", "False",
        "the values are of type <c8, expected int8, int16, int32, int64, unsigned ones of these sizes, float32 or float64")]
    [InlineData(
        "i2", "(1, 300)", "False",
        "the values are of type i2, expected int8, int16, int32, int64, unsigned ones of these sizes, float32 or float64")]
    [InlineData(
        "|O", "(1, 300)", "False",
        "the values are Python objects (|O), which are not read, expected int8, int16, int32, int64, unsigned ones of these sizes, "
            + "float32 or float64")]
    [InlineData("|i1", "(LL, 300)", "False", "the shape is (LL, 300), expected (N, 300), (N, 30, 10) or (N, 30, 10, 1)")]
    [InlineData("|i1", "(300,)", "False", "the shape is (300,), expected (N, 300), (N, 30, 10) or (N, 30, 10, 1)")]
    [InlineData("|i1", "(1, 10, 30)", "False", "the shape is (1, 10, 30), expected (N, 300), (N, 30, 10) or (N, 30, 10, 1)")]
    [InlineData("|i1", "()", "False", "the shape is (), expected (N, 300), (N, 30, 10) or (N, 30, 10, 1)")]
    [InlineData("|i1", "(-1, 300)", "False", "the shape is (-1, 300), expected (N, 300), (N, 30, 10) or (N, 30, 10, 1)")]
    [InlineData("|i1", "(0, 300)", "False", "the file has 428 bytes, expected 128 for 0 fingerprints of int8")]
    [InlineData("|i1", "(9223372036854775807, 300)", "False", "the array has 9223372036854775807 fingerprints, more than a file can hold")]
    [InlineData("|i1", "(2, 300)", "False", "the file has 428 bytes, expected 728 for 2 fingerprints of int8: truncated")]
    [InlineData("<i2", "(1, 300)", "False", "the file has 428 bytes, expected 728 for 1 fingerprints of int16: truncated")]
    public void A_head_that_does_not_fit_is_refused(string descriptor, string shape, string order, string message)
    {
        string path = _directory.Write("a.npy", Fingerprints.Npy(new byte[300], descriptor, shape, order));
        AssertRefused(path, message);
    }

    [Fact]
    public void A_structured_type_is_refused()
    {
        byte[] file = Fingerprints.Npy(new byte[300], "XXXXXXXXXXXXXXXX", "(1, 300)");
        string text =
            System.Text.Encoding.Latin1.GetString(file).Replace("'XXXXXXXXXXXXXXXX'", "[('v', '|i1')]    ", StringComparison.Ordinal);
        AssertRefused(
            _directory.Write("a.npy", System.Text.Encoding.Latin1.GetBytes(text)),
            "the values are of a structured type, expected int8, int16, int32, int64, unsigned ones of these sizes, float32 or float64");
    }

    [Theory]
    [InlineData(0, "the file is empty, expected a NumPy array")]
    [InlineData(5, "this is not a NumPy array: it does not begin with \\x93NUMPY")]
    [InlineData(6, "the file ends after 6 bytes, within the head of the array: truncated")]
    [InlineData(11, "the file ends after 11 bytes, within the head of the array: truncated")]
    [InlineData(12, "the file ends after 12 bytes, within the head of the array: truncated")]
    [InlineData(127, "the file ends after 127 bytes, within the head of the array: truncated")]
    [InlineData(128, "the file has 128 bytes, expected 428 for 1 fingerprints of int8: truncated")]
    [InlineData(427, "the file has 427 bytes, expected 428 for 1 fingerprints of int8: truncated")]
    public void A_truncated_array_is_refused(int length, string message) =>
        AssertRefused(_directory.Write("a.npy", Fingerprints.Npy(new sbyte[300]).AsSpan(0, length)), message);

    [Fact]
    public void More_bytes_than_the_array_has_are_refused() => AssertRefused(
        _directory.Write("a.npy", [.. Fingerprints.Npy(new sbyte[300]), 0]),
        "the file has 429 bytes, expected 428 for 1 fingerprints of int8");

    [Theory]
    [InlineData(1, "the file has 1 bytes, expected a multiple of 300: truncated, or no raw fingerprints")]
    [InlineData(299, "the file has 299 bytes, expected a multiple of 300: truncated, or no raw fingerprints")]
    public void A_raw_file_of_another_length_is_refused(int length, string message) =>
        AssertRefused(_directory.Write("a.raw", new byte[length]), message);

    [Theory]
    [InlineData(0, "stream: the file is empty, expected a NumPy array")]
    [InlineData(100, "stream: the input ends after 100 bytes, within the head of the array: truncated")]
    [InlineData(428, "stream: the input ends after 1 fingerprints, expected 2")]
    [InlineData(500, "stream: the input ends within fingerprint 1, after 72 of its 300 bytes")]
    [InlineData(729, "stream: unexpected data after the 2 fingerprints that the header announces")]
    public async Task A_stream_of_another_length_is_refused(int length, string message)
    {
        byte[] bytes = [.. Fingerprints.Npy(new sbyte[600]), 1];
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Read.Logits(
            FingerprintSource.FromStream(new MemoryStream(bytes[..length]), Fingerprints.Shape, FingerprintFormat.Npy)));
        Assert.Equal(message, e.Message);
    }

    [Theory]
    [InlineData("|i1", "32", 32)]
    [InlineData("|i1", "-128", -128)]
    [InlineData("<i2", "32", 32)]
    [InlineData("<i2", "-32768", -32768)]
    [InlineData("<i4", "65536", 65536)]
    [InlineData("<i4", "-2147483648", int.MinValue)]
    [InlineData("<i8", "4294967296", 4294967296)]
    [InlineData("|u1", "32", 32)]
    [InlineData("|u1", "127", 127)]
    [InlineData("|u1", "128", 128)]
    [InlineData("|u1", "255", 255)]
    [InlineData("<u2", "65535", 65535)]
    [InlineData(">i2", "-256", -256)]
    [InlineData(">u4", "4294967295", 4294967295)]
    [InlineData("<u8", "9223372036854775808", 9223372036854775808)]
    [InlineData(">f8", "-0.25", -0.25)]
    [InlineData("<f4", "0.5", 0.5)]
    [InlineData("<f4", "-32.25", -32.25)]
    [InlineData("<f4", "1E+20", 1e20)]
    [InlineData("<f4", "NaN", double.NaN)]
    [InlineData("<f8", "31.000000001", 31.000000001)]
    [InlineData("<f8", "-Infinity", double.NegativeInfinity)]
    public async Task A_value_that_is_none_is_named(string descriptor, string shown, double value)
    {
        // In the first and in the last vector of a fingerprint, and in what is left behind it.
        foreach (int index in (int[])[0, 295, 299])
        {
            sbyte[] values = Fingerprints.Random(1100);
            if (descriptor[1] == 'u')
            {
                values = [.. values.Select(number => Math.Max(number, (sbyte)0))];
            }

            int at = (1077 * Fingerprints.Length) + index;
            byte[] bytes = Fingerprints.Bytes(values, number => Convert(descriptor, number));
            byte[] bad = Convert(descriptor, value);
            bad.CopyTo(bytes, at * bad.Length);
            string path = _directory.Write("a.npy", Fingerprints.Npy(bytes, descriptor, "(1100, 300)"));
            var e = await Assert.ThrowsAsync<KwsFormatException>(() => Read.Logits(path));
            Assert.Equal(
                $"{path}: fingerprint 1077: value {index} (frame {index / 10}, coefficient {index % 10}) is {shown}, expected an integer "
                    + "from -32 to 31",
                e.Message);
        }
    }

    [Fact]
    public async Task A_file_that_is_truncated_while_it_is_read_is_told()
    {
        string path = _directory.Write("a.npy", Fingerprints.Npy(Fingerprints.Random(20_000)));
        FingerprintSource source = FingerprintSource.Open(path, Fingerprints.Shape);
        var e = await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(
                source, cancellationToken: TestContext.Current.CancellationToken))
            {
                if (block.FirstIndex == 0)
                {
                    using FileStream file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    file.SetLength(128 + (12_345 * 300) + 7);
                }
            }
        });
        Assert.Equal($"{path}: the file ends at byte 3703635, expected 6000128: it was truncated while it was read", e.Message);
    }

    private static byte[] Convert(string descriptor, double value) => descriptor switch
    {
        "|i1" => [(byte)(sbyte)value],
        "<i2" => BitConverter.GetBytes((short)value),
        "<i4" => BitConverter.GetBytes((int)value),
        "<i8" => BitConverter.GetBytes((long)value),
        "<f4" => BitConverter.GetBytes((float)value),
        "|u1" => [(byte)value],
        "<u2" => BitConverter.GetBytes((ushort)value),
        "<u8" => BitConverter.GetBytes((ulong)value),
        ">i2" => [.. BitConverter.GetBytes((short)value).Reverse()],
        ">u4" => [.. BitConverter.GetBytes((uint)value).Reverse()],
        ">f8" => [.. BitConverter.GetBytes(value).Reverse()],
        _ => BitConverter.GetBytes(value),
    };

    private static void AssertRefused(string path, string message)
    {
        var e = Assert.Throws<KwsFormatException>(() => FingerprintSource.Open(path, Fingerprints.Shape));
        Assert.Equal($"{path}: {message}", e.Message);
    }
}
