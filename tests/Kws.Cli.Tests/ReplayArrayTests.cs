using System.Globalization;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Layers in arrays: NumPy, hexadecimal numbers, C, JSON and raw numbers.</summary>
public sealed class ReplayArrayTests : IDisposable
{
    private static readonly InferenceTrace Right = PrintedLayers.Trace(0);

    private readonly TemporaryDirectory _directory = new();

    /// <summary>Types of NumPy that hold every value of conv_1, with values as their bytes.</summary>
    public static TheoryData<string> Types => ["<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<f2", ">f4", "<f8"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("hex")]
    [InlineData("mem")]
    [InlineData("c")]
    [InlineData("json")]
    public void What_export_vectors_writes_is_read_back(string format)
    {
        string folder = _directory.PathOf("vectors");
        CliResult written = CliResult.Run(
            "export", "vectors", TestData.Recorded, "--count", "3", "--format", format, "--output", folder);
        Assert.Equal((0, ""), (written.ExitCode, written.Error));
        CliResult result = CliResult.Run("replay", folder);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("\n3 cases and 32508 values compared, 3 cases identical to the reference\n", result.Out);

        // The last value of a layer is changed: it is read, and not left out.
        string file = Path.Combine(folder, format == "c" ? "case_1.h" : $"case_1/conv_1.{format}");
        string text = File.ReadAllText(file);
        string value = format is "c" or "json"
            ? $"{PrintedLayers.Trace(1)["conv_1"].Values[^1]}"
            : text.TrimEnd().Split('\n')[^1];
        int end = format == "c" ? text.IndexOf("case_1_conv_1_floor8", StringComparison.Ordinal) : text.Length;
        int place = text.LastIndexOf(value, end - 1, StringComparison.Ordinal);
        File.WriteAllText(file, text[..place] + "77" + text[(place + value.Length)..]);
        result = CliResult.Run("replay", folder);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(": conv_1 is the first layer that differs, at time 13, frequency 3, channel 47: expected ", result.Out);
        Assert.Contains($", found {(format is "c" or "json" ? 77 : 0x77)} (1 of 2688 values differ)\n", result.Out);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Npy_of_any_type_of_number(string type)
    {
        bool isSwapped = type[0] == '>';
        byte[] Values(LayerValues layer) => type[1..] switch
        {
            "i2" => LayerArrays.Bytes(layer.Values, value => (short)value, isSwapped),
            "i4" => LayerArrays.Bytes(layer.Values, value => value, isSwapped),
            "i8" => LayerArrays.Bytes(layer.Values, value => (long)value, isSwapped),
            "f2" => LayerArrays.Bytes(layer.Values, value => (Half)value, isSwapped),
            "f4" => LayerArrays.Bytes(layer.Values, value => (float)value, isSwapped),
            _ => LayerArrays.Bytes(layer.Values, value => (double)value, isSwapped),
        };
        _directory.Write("fingerprint_input.npy", LayerArrays.Npy(type, "1, 30, 10, 1", Values(Right.Layers[0])));
        _directory.Write("conv_1.npy", LayerArrays.Npy(type, "1, 14, 4, 48", Values(Right["conv_1"])));
        AssertIdentical("1 case and 2688 values", _directory.Root);
    }

    [Fact]
    public void Fortran_order_is_the_same_array()
    {
        byte[] values = LayerArrays.Bytes(LayerArrays.Transposed(Right["conv_1"], "channel, frequency, time"), value => value);
        _directory.Write("conv_1.npy", LayerArrays.Npy("<i4", "14, 4, 48", values, isFortranOrder: true));
        _directory.Write("fingerprint_input.txt", PrintedLayers.Array(Right.Layers[0]));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.EndsWith("1 case identical to the reference\n", result.Out);
    }

    [Theory]
    [InlineData("channel, time, frequency", "48, 14, 4")]
    [InlineData("channel, time, frequency", "1, 48, 14, 4")]
    [InlineData("frequency, time, channel", "4, 14, 48")]
    [InlineData("time, channel, frequency", "14, 48, 4, 1")]
    [InlineData("channel, frequency, time", "2688")]
    [InlineData("frequency, channel, time", "4, 672")]
    public void Another_order_of_axes_is_named(string order, string shape)
    {
        WriteFingerprint();
        byte[] values = LayerArrays.Bytes(LayerArrays.Transposed(Right["conv_1"], order), value => value);
        _directory.Write("conv_1.npy", LayerArrays.Npy("<i4", shape, values));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith($"\nconv_1: equal, in the order {order} (1 case)\n", result.Out);
    }

    [Fact]
    public void The_order_of_a_flat_fingerprint_is_found_by_the_next_layer()
    {
        int[] transposed = LayerArrays.Transposed(Right.Layers[0], "frequency, time");
        _directory.Write("fingerprint_input.bin", LayerArrays.Bytes(transposed, value => (sbyte)value));
        _directory.Write("conv_1.bin", LayerArrays.Bytes(Right["conv_1"].Values, value => (short)value));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("\nfingerprint_input: in the order frequency, time (1 case)\n", result.Out);
    }

    [Fact]
    public void Equal_values_are_in_no_other_order()
    {
        // Of a fingerprint of zeros every channel of conv_1 is 0: any order would do.
        _directory.Write("fingerprint_input.raw", new byte[300]);
        _directory.Write("conv_1.raw", new byte[2688]);
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.EndsWith("1 case identical to the reference\n", result.Out);
    }

    [Fact]
    public void A_wrong_value_in_another_order_is_found_there()
    {
        WriteFingerprint();
        InferenceTrace changed = PrintedLayers.Change(Right, "conv_1", 1000, 12345);
        _directory.Write(
            "conv_1.bin", LayerArrays.Bytes(LayerArrays.Transposed(changed["conv_1"], "channel, time, frequency"), value => (short)value));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"expected {Right["conv_1"].Values[1000]}, found 12345 (1 of 2688 values differ)\n", result.Out);
        Assert.EndsWith("\nconv_1: in the order channel, time, frequency (1 case)\n", result.Out);
    }

    [Fact]
    public void A_fault_is_told_in_a_line()
    {
        _directory.Write("conv_1.npy", LayerArrays.Npy("<i4", "14, 4, 48", LayerArrays.Bytes(Right["conv_1"].Values, value => value)));
        int[] truncated = [.. Right["conv_1"].Values.Select(value => value / 8)];
        int differing = truncated.Zip(Right["conv_1/floor8"].Values).Count(pair => pair.First != pair.Second);
        string file = _directory.PathOf("conv_1_floor8.bin");
        File.WriteAllBytes(file, LayerArrays.Bytes(truncated, value => (short)value));
        CliResult result = CliResult.Run("replay", _directory.Root);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            $"\n{_directory.Root}: conv_1/floor8: {differing} of 2688 values differ; all of them are explained by truncation towards zero "
                + "instead of floor\n", result.Out);

        truncated[5] += 1000;
        File.WriteAllBytes(file, LayerArrays.Bytes(truncated, value => (short)value));
        Assert.Contains(
            "values differ; no known fault explains all of them, but truncation towards zero instead of floor all values except 1\n",
            CliResult.Run("replay", _directory.Root).Out);
    }

    [Fact]
    public void Faults_that_look_alike_are_all_told()
    {
        // Of sums of -1, which floor to -1, zeros may have several causes.
        _directory.Write("conv_1.txt", $"[{string.Join(' ', Enumerable.Repeat(-1, 2688))}]");
        _directory.Write("conv_1_floor8.txt", $"[{string.Join(' ', Enumerable.Repeat(0, 2688))}]");
        Assert.Contains(
            "all of them are explained by truncation towards zero instead of floor, or by rounding half up instead of floor, or by "
                + "rounding half away from zero instead of floor, or by ", CliResult.Run("replay", _directory.Root).Out);
    }

    [Fact]
    public void Memory_files_of_verilog()
    {
        WriteFingerprint();
        int[] values = [.. Right["conv_1"].Values];
        string Word(int value) => (value & 0xffff).ToString("x4", CultureInfo.InvariantCulture);
        string text = "// memory data file (do not edit the following line - required for mem load use)\n"
            + "/* format=hex\n addressradix=h */\n@a78\n" + string.Join('\n', values[0xa78..].Select(Word))
            + "\n@0 " + string.Join(' ', values[..0xa78].Select(Word)) + "\n";

        // With any ending, if it begins as such files do.
        foreach (string name in new[] { "conv_1.mem", "conv_1.hex", "conv_1.txt", "conv_1.dat" })
        {
            string file = _directory.Write(name, text);
            AssertIdentical("1 case and 2688 values", _directory.PathOf("fingerprint_input.txt"), file);
            File.Delete(file);
        }
    }

    [Fact]
    public void Registers_of_any_width()
    {
        WriteFingerprint();
        foreach (int bits in new[] { 13, 14, 15, 16, 20, 32 })
        {
            _directory.Write("conv_1.hex", string.Join(
                '\n', Right["conv_1"].Values.Select(value => (value & ((1L << bits) - 1)).ToString("X", CultureInfo.InvariantCulture))));
            AssertIdentical("1 case and 2688 values", _directory.Root);
        }

        _directory.Write("conv_1.hex", string.Join('\n', Right["conv_1"].Values.Select(value => $"{value & 0xfffff:x5}")));
        Assert.Equal(0, CliResult.Run("replay", _directory.Root, "--hex-bits", "20").ExitCode);
    }

    [Fact]
    public void C_arrays_as_people_write_them()
    {
        string C(int value) => value < 0 ? $"-0x{-value:x}" : value.ToString(CultureInfo.InvariantCulture);
        IEnumerable<string> frames = Right["conv_1"].Values.Chunk(192).Select(frame => $"{{{string.Join(", ", frame.Select(C))}}}");
        string file = _directory.Write(
            "dump.c",
            $$"""
            #include <stdint.h>
            #define FRAMES 14
            static int8_t out_fingerprint_input[30][10] = { {{string.Join(',', Right.Layers[0].Values.Select(value => $"0x{value & 0xff:X2}"))}} };
            const int32_t out_conv_1[FRAMES][192] __attribute__((aligned(4))) = { // the first layer
              {{string.Join(",\n", frames)}} /* all of it */ };
            static const uint8_t table[2] = {1, 2};
            int run(const int8_t *x, int n) { for (int i = 0; i < n && x[i] != '\n'; i++) { y[i] += x[i] >> 3; } return n % 2 ? ~n : 0; }
            """);
        AssertIdentical("1 case and 2688 values", file);
    }

    [Theory]
    [InlineData("s8", "u8", 1)]
    [InlineData("s16be", "s16le", 2)]
    [InlineData("s32be", "u32le", 4)]
    public void Raw_numbers_of_a_stated_type(string right, string wrong, int size)
    {
        _directory.Write("conv_1.txt", PrintedLayers.Array(Right["conv_1"]));
        _directory.Write("conv_1_floor8.raw", LayerArrays.Bytes(Right["conv_1/floor8"].Values, value => value, isSwapped: true)
            .Where((_, i) => i % 4 >= 4 - size).ToArray());
        Assert.Equal(0, CliResult.Run("replay", _directory.Root, "--raw-type", right).ExitCode);
        Assert.NotEqual(0, CliResult.Run("replay", _directory.Root, "--raw-type", wrong).ExitCode);
    }

    private void WriteFingerprint() => _directory.Write("fingerprint_input.txt", PrintedLayers.Array(Right.Layers[0]));

    private static void AssertIdentical(string compared, params string[] inputs)
    {
        CliResult result = CliResult.Run(["replay", .. inputs]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.EndsWith($"\n{compared} compared, 1 case identical to the reference\n", result.Out);
    }
}
