using Kws.Bulk.Parquet.Tests.Support;
using Kws.Testing;
using ParquetSharp;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>A row that is no fingerprint is left out and told; those around it are read.</summary>
public sealed class BadFingerprintTests : IDisposable
{
    private static readonly int?[] Whole = ListFile.Values(Fingerprints.Row(1));
    private static readonly string WholeText = string.Join(' ', Fingerprints.Row(1));

    private readonly TemporaryDirectory _directory = new();

    /// <summary>A row, what is wrong with it, and its content.</summary>
    private static readonly Dictionary<string, (int?[]? Row, string Problem, string Content)> BadRows = new()
    {
        ["null"] = (null, "the list is null, expected 300 values", "null"),
        ["empty"] = ([], "the list is of length 0, expected 300", ""),
        ["one value"] = ([7], "the list is of length 1, expected 300", "7"),
        ["one null"] = ([null], "the list is of length 1, expected 300", "null"),
        ["one too few"] = (Whole[..299], "the list is of length 299, expected 300", WholeText[..WholeText.LastIndexOf(' ')]),
        ["one too many"] = ([.. Whole, 5], "the list is of length 301, expected 300", WholeText + " 5"),
        ["two in one"] = ([.. Whole, .. Whole], "the list is of length 600, expected 300", WholeText + " " + WholeText),
        ["far too many"] = (
            [.. Enumerable.Range(0, 20_000).Select(i => (int?)(i % 9))],
            "the list is of length 20000, expected 300",
            string.Join(' ', Enumerable.Range(0, 301).Select(i => i % 9)) + " ..."),
        ["far too many, with nulls"] = (
            [.. Enumerable.Range(0, 20_000).Select(i => i % 3 == 0 ? null : (int?)(i % 9))],
            "the list is of length 20000, expected 300",
            string.Join(' ', Enumerable.Range(0, 301).Select(i => i % 3 == 0 ? "null" : $"{i % 9}")) + " ..."),
        ["a null"] = (
            With(17, null), "value 17 (frame 1, coefficient 7) is null, expected an integer from -32 to 31", Text(17, "null")),
        ["nothing but nulls"] = (
            new int?[300], "value 0 (frame 0, coefficient 0) is null, expected an integer from -32 to 31",
            string.Join(' ', Enumerable.Repeat("null", 300))),
        ["32"] = (With(299, 32), "value 299 (frame 29, coefficient 9) is 32, expected an integer from -32 to 31", Text(299, "32")),
        ["-33"] = (With(0, -33), "value 0 (frame 0, coefficient 0) is -33, expected an integer from -32 to 31", Text(0, "-33")),
        ["256"] = (With(3, 256), "value 3 (frame 0, coefficient 3) is 256, expected an integer from -32 to 31", Text(3, "256")),
        ["2^31 - 1"] = (
            With(3, int.MaxValue), "value 3 (frame 0, coefficient 3) is 2147483647, expected an integer from -32 to 31",
            Text(3, "2147483647")),
    };

    public static TheoryData<string> Cases => [.. BadRows.Keys];

    private string File => _directory.PathOf("fingerprints.parquet");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Row_is_told_and_left_out(string name)
    {
        (int?[]? row, string problem, string content) = BadRows[name];
        using LogicalType int32 = LogicalType.Int(32, isSigned: true);
        new ListFile<int>(ListForm.Usual, int32).Write(File, [Whole, row, Whole, Whole, row]);

        (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(File);

        Assert.Equal(Enumerable.Repeat(Fingerprints.Row(1), 3), fingerprints);
        Assert.Equal(
            [new(File, 0, $"fingerprint 1: {problem}", content), new(File, 0, $"fingerprint 4: {problem}", content)],
            bad);
    }

    /// <summary>A block is not filled up with more bad rows than it may have good ones, or memory would not be constant.</summary>
    [Fact]
    public void Nothing_but_bad_rows()
    {
        ListFile.Write(File, Enumerable.Repeat<int?[]?>(null, 3000));

        (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(File);

        Assert.Empty(fingerprints);
        Assert.Equal(
            Enumerable.Range(0, 3000).Select(i => $"fingerprint {i}: the list is null, expected 300 values"), bad.Select(b => b.Problem));
    }

    [Theory]
    [InlineData(1.5f, "1.5")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(32f, "32")]
    public void Float_that_is_no_integer_in_range(float value, string text)
    {
        using LogicalType none = LogicalType.None();
        float?[] row = new float?[300];
        Array.Fill(row, 1);
        row[250] = value;
        new ListFile<float>(ListForm.Usual, none).Write(File, [row]);

        BadFingerprint bad = Assert.Single(SourceReading.Read(File).Bad);

        Assert.Equal($"fingerprint 0: value 250 (frame 25, coefficient 0) is {text}, expected an integer from -32 to 31", bad.Problem);
    }

    [Fact]
    public void Binary_value_that_is_null_or_out_of_range()
    {
        sbyte[] row = Fingerprints.Row(2);
        row[299] = -128;
        BinaryFile.Write(File, Repetition.Optional, [Fingerprints.Row(0), null, row, Fingerprints.Row(3)]);

        (List<sbyte[]> fingerprints, List<BadFingerprint> bad) = SourceReading.Read(File);

        Assert.Equal([Fingerprints.Row(0), Fingerprints.Row(3)], fingerprints);
        Assert.Equal(
            [
                new(File, 0, "fingerprint 1: it is null, expected 300 bytes", "null"),
                new(
                    File, 0, "fingerprint 2: value 299 (frame 29, coefficient 9) is -128, expected an integer from -32 to 31",
                    string.Join(' ', row)),
            ],
            bad);
    }

    private static int?[] With(int index, int? value)
    {
        int?[] row = [.. Whole];
        row[index] = value;
        return row;
    }

    private static string Text(int index, string value)
    {
        string[] texts = WholeText.Split(' ');
        texts[index] = value;
        return string.Join(' ', texts);
    }
}
