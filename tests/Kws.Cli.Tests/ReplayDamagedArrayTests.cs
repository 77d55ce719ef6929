using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Arrays of layers that are refused: one line with the place and what was expected.</summary>
public sealed class ReplayDamagedArrayTests : IDisposable
{
    private const string Names = "fingerprint_input, conv_1, conv_1/floor8, conv_ds_1/dw_conv, conv_ds_1/dw_conv/floor16, max_pool, "
        + "conv_ds_1/pw_conv, conv_ds_1/pw_conv/floor256, fc1";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("fc1.hex", "1 2 3", "there is no value at address 3, expected 4 values of fc1 (1 x 1 x 4)")]
    [InlineData("fc1.hex", "1\n2 3 4 5", ":2: a value beyond address 3, expected 4 values of fc1 (1 x 1 x 4)")]
    [InlineData("fc1.hex", "1 2\n@4 3", ":2: address '@4', expected @0 to @3: 4 values of fc1 (1 x 1 x 4)")]
    [InlineData("fc1.hex", "1 2\n@1 3", ":2: a second value for address 1, expected one")]
    [InlineData(
        "fc1.hex", "1 xx", ":1: address 1: 'xx' has the unknown digit 'x', expected a value that was computed")]
    [InlineData("fc1.mem", "0z 1", ":1: address 0: '0z' has the unknown digit 'z', expected a value that was computed")]
    [InlineData("fc1.hex", "1 -2 3 4", ":1: address 1: '-2', expected a hexadecimal number of at most 8 digits")]
    [InlineData("fc1.hex", "123456789", ":1: address 0: '123456789', expected a hexadecimal number of at most 8 digits")]
    [InlineData("fc1.hex", "/* 1 2 3\n 4", ":2: the file ends within a comment, expected '*/'")]
    [InlineData("fingerprint_input.hex", "7f", "there is no value at address 1, expected 300 values of fingerprint_input (30 x 10 x 1)")]
    [InlineData("fc1.c", "int a[4] = {1, 2, 3};", ":1: 3 values in 'a', expected 4 values of fc1 (1 x 1 x 4)")]
    [InlineData("fc1.c", "int a[] = {1, 2, 3, 4,\n 5};", ":2: fc1: more than 4 values of fc1 (1 x 1 x 4)")]
    [InlineData(
        "fc1.c", "int a[4] = {1,\n012};",
        ":2: fc1: value 1 is '012', expected a decimal or hexadecimal integer from -2147483648 to 2147483647")]
    [InlineData("fc1.c", "int a[4] = {1 2};", ":1: fc1: found '2' after 1 values, expected ',' or '}'")]
    [InlineData("fc1.c", "int a[4] = {{1, 2}, {3, 4}};", ":1: fc1: inner axes of 2, 4 values, expected 1 x 1 x 4 in any order of axes")]
    [InlineData("fc1.c", "int a[4] = {1, 2", ":1: fc1: the file ends after 2 values, expected '}' for the '{' of line 1")]
    [InlineData("fc1.c", "int a[4];", "there is no array with values, expected 4 values of fc1 (1 x 1 x 4)")]
    [InlineData(
        "fc1.h", "int a[4] = {1, 2, 3, 4};\nint b[4] = {1, 2, 3, 4};",
        ":2: a second array begins here, expected one in a file with the name of a layer")]
    [InlineData("other.c", "int a[4] = {1, 2, 3, 4};", "there is no array whose name ends in that of a layer, with '_' for '/': " + Names)]
    [InlineData("other.npy", "", "the name of the file is that of no layer, expected one of these with '_' for '/': " + Names)]
    [InlineData("fc1.json", "[1, 2]", "expected an object with 'values', an array of integers")]
    [InlineData("fc1.json", "{\"values\": [1, 2, 3]}", "3 values, expected 4 values of fc1 (1 x 1 x 4)")]
    [InlineData(
        "fc1.json", "{\"values\": [1, 2.5, 3, 4]}", "fc1: value 1 is 2.5, expected an integer from -2147483648 to 2147483647")]
    [InlineData(
        "fc1.json", "{\n\"values\": [1,", ":2: this is not JSON at byte 12 of the line, expected an object with 'values', an array of "
        + "integers")]
    [InlineData("fc1.raw", "12345", "5 bytes, expected 4 or 8 or 16: 4 values of fc1 (1 x 1 x 4), 1 or 2 or 4 bytes each")]
    [InlineData("fc1.npy", "", "the file is empty, expected a NumPy array")]
    [InlineData("fc1.npy", "no", "this is not a NumPy array: it does not begin with \\x93NUMPY")]
    public void Damaged_arrays_are_refused_with_their_place(string name, string text, string message)
    {
        string file = _directory.Write(name, text);
        CliResult.Run("replay", file).AssertFailed(3, message[0] == ':' ? file + message : $"{file}: {message}");
    }

    [Theory]
    [InlineData("<i4", "2, 2", "fc1: inner axes of 4, 2 values, expected 1 x 1 x 4 in any order of axes")]
    [InlineData("<i4", "5", "fc1: an array of the shape (5), expected 1 x 1 x 4 in any order of axes")]
    [InlineData("<i8", "4", "16 bytes of values, expected 32 (4 values of fc1 (1 x 1 x 4), 8 bytes each)")]
    [InlineData("<c8", "4", "values of the type '<c8', expected integers of 8 to 64 bits or floats")]
    [InlineData("<f4", "4", "fc1: value 0 is 1.5, expected an integer from -2147483648 to 2147483647")]
    public void Arrays_that_do_not_fit_are_refused(string type, string shape, string message)
    {
        string file = _directory.Write("fc1.npy", LayerArrays.Npy(type, shape, LayerArrays.Bytes([1, 2, 3, 4], value => value + 0.5f)));
        CliResult.Run("replay", file).AssertFailed(3, $"{file}: {message}");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..40]);
        CliResult.Run("replay", file).AssertFailed(3, $"{file}: the file ends after 40 bytes, within the head of the array: truncated");
    }

    [Fact]
    public void A_fingerprint_is_in_range()
    {
        byte[] values = [.. Enumerable.Repeat((byte)0, 299), 32];
        string file = _directory.Write("fingerprint_input.raw", values);
        CliResult.Run("replay", file).AssertFailed(3, $"{file}: fingerprint_input: value 299 is 32, expected an integer from -32 to 31");
    }

    [Theory]
    [InlineData("--raw-type", "s24", "--raw-type is 's24', expected s8, u8, s16le, u16le, s16be, u16be, s32le, u32le, s32be or u32be")]
    [InlineData("--hex-bits", "33", "--hex-bits is '33', expected an integer from 2 to 32")]
    public void Options_out_of_range_are_refused(string option, string value, string message) =>
        CliResult.Run("replay", "fc1.hex", option, value).AssertFailed(2, message, prefixOnly: true);
}
