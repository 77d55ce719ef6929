using System.Text.RegularExpressions;
using Kws.Bulk.Parquet.Tests.Support;
using Kws.Testing;
using ParquetSharp;

namespace Kws.Bulk.Parquet.Tests;

/// <summary>A file that cannot be read gives one line that names it and what was expected.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string File => _directory.PathOf("fingerprints.parquet");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("", "the file is empty, expected a Parquet file")]
    [InlineData("PA", "this is not a Parquet file: it does not begin with PAR1")]
    [InlineData("-18 0 1 1 1 0 1 1", "this is not a Parquet file: it does not begin with PAR1")]
    [InlineData("PARE and its end, PARE", "this is an encrypted Parquet file, expected a Parquet file: write it without encryption")]
    [InlineData(
        "fLaC\0\0\0",
        "this is a FLAC file, expected a Parquet file: ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads")]
    [InlineData("PAR1 and something else", "the Parquet file does not end with PAR1: truncated")]
    public void What_is_no_Parquet_file(string content, string problem)
    {
        string path = _directory.Write("a.parquet", System.Text.Encoding.ASCII.GetBytes(content));

        Assert.Equal($"{path}: {problem}", Assert.Throws<KwsFormatException>(() => Open(path)).Message);
    }

    [Theory]
    [InlineData("PAR1")]
    [InlineData("PAR1PAR1")]
    [InlineData("PAR1\0\0\0\0PAR1")]
    [InlineData("PAR1\u007f\u007f\u007f\u007fPAR1")]
    public void A_footer_that_cannot_be(string content)
    {
        string path = _directory.Write("a.parquet", System.Text.Encoding.ASCII.GetBytes(content));

        AssertOneLine(path, "the Parquet file is damaged: ", Assert.Throws<KwsFormatException>(() => Open(path)));
    }

    [Fact]
    public void A_file_truncated_anywhere()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(ListFile.Write(File, Fingerprints.Rows(3).Select(ListFile.Values)));
        for (int length = 4; length < bytes.Length; length++)
        {
            string path = _directory.Write("truncated.parquet", bytes.AsSpan(0, length));
            Assert.StartsWith(
                $"{path}: the Parquet file ", Assert.Throws<KwsFormatException>(() => Open(path)).Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Whatever byte is wrong, the file is read, or refused in one line: nothing else is thrown, and nothing crashes.</summary>
    [Fact]
    public void Any_byte_that_is_wrong()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(ListFile.Write(File, Fingerprints.Rows(6).Select(ListFile.Values), 4));
        int refused = 0;
        for (int i = 0; i < bytes.Length; i += 3)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            string path = _directory.Write("damaged.parquet", damaged);
            try
            {
                _ = SourceReading.Read(path);
            }
            catch (KwsFormatException e)
            {
                AssertOneLine(path, "", e);
                refused++;
            }
        }

        Assert.True(refused > 20, $"{refused} refused");
    }

    [Fact]
    public async Task A_file_that_is_changed_while_it_is_read()
    {
        ListFile.Write(File, Fingerprints.Rows(3000).Select(ListFile.Values));
        FingerprintSource source = ParquetFingerprints.Open(File, Fingerprints.Shape);
        var classifier = new Kws.Fast.KwsClassifier(KwsModel.Default);
        var e = await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in classifier.ClassifyAsync(
                source, cancellationToken: TestContext.Current.CancellationToken))
            {
                System.IO.File.SetLastWriteTimeUtc(File, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            }
        });
        Assert.StartsWith($"{File}: the file was changed while it was read: it was last written at ", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Fingerprints in front of the damage are read: the error comes where it is.</summary>
    [Fact]
    public void A_page_that_is_damaged()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(ListFile.Write(File, Fingerprints.Rows(3000).Select(ListFile.Values), 2000));
        using (var file = new ParquetFileReader(File))
        using (RowGroupReader first = file.RowGroup(0))
        {
            int second = 4 + (int)first.MetaData.GetColumnChunkMetaData(0).TotalCompressedSize;
            bytes.AsSpan(second, 20).Fill(0xFF);
        }

        string path = _directory.Write("damaged.parquet", bytes);

        AssertOneLine(path, "fingerprint 2000 cannot be read: ", Assert.Throws<KwsFormatException>(() => SourceReading.Read(path)));
    }

    /// <summary>Pages may carry a checksum, and then a wrong value is found that would have been a fingerprint like any other.</summary>
    [Fact]
    public void A_checksum_that_is_wrong()
    {
        using LogicalType int8 = LogicalType.Int(8, isSigned: true);
        var form = new ListFile<int>(ListForm.Usual, int8)
        {
            Properties = builder => builder.EnablePageChecksum().DisableDictionary().Compression(Compression.Uncompressed),
        };
        byte[] bytes = System.IO.File.ReadAllBytes(form.Write(File, [ListFile.Values(Fingerprints.Row(0))]));
        int value = bytes.AsSpan().IndexOf(new byte[] { 224, 255, 255, 255, 231, 255, 255, 255 });
        bytes[value] ^= 1;
        string path = _directory.Write("damaged.parquet", bytes);

        AssertOneLine(path, "fingerprint 0 cannot be read: ", Assert.Throws<KwsFormatException>(() => SourceReading.Read(path)));
    }

    [Fact]
    public void A_directory_or_nothing()
    {
        Assert.Throws<UnauthorizedAccessException>(() => Open(_directory.Root));
        string missing = _directory.PathOf("missing.parquet");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => Open(missing)).Message, StringComparison.Ordinal);
    }

    private static void AssertOneLine(string path, string problem, KwsFormatException exception)
    {
        Assert.StartsWith($"{path}: {problem}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex(@"[\r\n]|message: '|ParquetException"), exception.Message);
    }

    private static void Open(string path) => _ = ParquetFingerprints.Open(path, Fingerprints.Shape);
}
