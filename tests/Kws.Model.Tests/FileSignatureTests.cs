using System.Text;
using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

/// <summary>A file of another format is refused by its name, with what reads it.</summary>
public class FileSignatureTests
{
    private const string Sound = "ffmpeg -i FILE sound.wav makes a WAV file of it, which kws label-wav reads";
    private const string Zip = "numpy.save(FILE, numpy.load(ARCHIVE)[NAME]) makes a .npy of one array";

    public static TheoryData<byte[], string, string> Files { get; } = new()
    {
        {
            [0x93, .. "NUMPY\x1\0v\0{'descr': '|i1'"u8], "a NumPy array",
            "kws classify --input-format npy reads it, numpy.savetxt(FILE, array, fmt='%d') writes it as text"
        },
        { [.. "PAR1\x15\x4\x15"u8], "a Parquet file", "kws classify --input-format parquet reads it" },
        { [.. "PARE\x15\x4\x15"u8], "an encrypted Parquet file", "write it without encryption" },
        { [.. "PK\x3\x4-\0\0\0"u8], "a ZIP archive (.npz is one)", Zip },
        { [.. "RIFF\x24\x1\0\0WAVEfmt "u8], "a WAV file", "kws label-wav labels sound" },
        { [.. "RIFX\0\0\x1\x24WAVEfmt "u8], "a big-endian WAV file (RIFX)", Sound },
        { [.. "ID3\x4\0\0\0"u8], "an MP3 file", Sound },
        { [.. "fLaC\0\0\0\x22"u8], "a FLAC file", Sound },
        { [.. "OggS\0\x2\0\0"u8], "an Ogg file", Sound },
        { [0, 0, 0, 0x20, .. "ftypM4A "u8], "an MP4 file", Sound },
        { [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "a gzip file", "gunzip unpacks it" },
        { [0xFD, .. "7zXZ\0\0\x4"u8], "an xz file", "unpack it first" },
        { [0x28, 0xB5, 0x2F, 0xFD, 4, 0], "a Zstandard file", "unpack it first" },
        { [0x89, .. "HDF\r\n\x1a\n"u8], "an HDF5 file", "h5py and numpy.save make a .npy of one array" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void The_format_is_named_by_bytes_and_as_text(byte[] file, string name, string advice)
    {
        Assert.Equal(name, FileSignature.Of(file)!.Name);
        using var reader = new StreamReader(new MemoryStream(file));
        Assert.Equal(
            $"f.txt: this is {name}, expected fingerprints as text: {advice}",
            TestData.Problem(() => _ = FingerprintFile.Read(reader, "f.txt", Networks.Taking(new TensorShape(3, 2, 1))).ToArray()));
    }

    [Fact]
    public void Sound_that_begins_without_a_name_is_no_text()
    {
        byte[] mp3 = [0xFF, 0xFB, 0x90, 0x64, 0, 1, 2, 3];
        Assert.Equal("an MP3 file", FileSignature.Of(mp3)!.Name);
        using var reader = new StreamReader(new MemoryStream(mp3));
        Assert.Equal(
            "f.txt: this is not UTF-8 text (MP3 files begin like this), expected fingerprints as text",
            TestData.Problem(() => _ = FingerprintFile.Read(reader, "f.txt", Networks.Taking(new TensorShape(3, 2, 1))).ToArray()));
    }

    [Theory]
    [InlineData("1 2 3 4 5 6")]
    [InlineData("# PAR1")]
    [InlineData("ID3\tclip\t1 2 3 4 5 6")]
    [InlineData("PK\tclip\t1 2 3 4 5 6")]
    [InlineData("RIFF\tclip\t1 2 3 4 5 6")]
    [InlineData("PAR1\tclip\t[1 2 3 4\n5 6]")]
    [InlineData("ID3\u0002\tclip\t1 2 3 4 5 6")]
    public void Text_is_text(string text) =>
        Assert.InRange(FingerprintFile.Read(new StringReader(text), "f.txt", Networks.Taking(new TensorShape(3, 2, 1))).Count(), 0, 1);

    /// <summary>A label may be the beginning of another format. After the first fingerprint the file is text for certain.</summary>
    [Theory]
    [InlineData("RIFF\tclip\t1 2 3 4 5", "f.txt: this is a WAV file, expected fingerprints as text: kws label-wav labels sound")]
    [InlineData("RIFF\tclip\t1 2 3 4 5 6\n1", "f.txt:2: 1 values, expected 6 (3 x 2)")]
    [InlineData("# RIFF\nRIFF\tclip\t1", "f.txt:2: 1 values after label 'RIFF' and clip 'clip', expected 6 (3 x 2)")]
    public void Damage_of_text_is_named_after_its_first_fingerprint(string text, string problem) => Assert.Equal(
        problem, TestData.Problem(() =>
            _ = FingerprintFile.Read(new StringReader(text), "f.txt", Networks.Taking(new TensorShape(3, 2, 1))).ToArray()));

    [Fact]
    public void A_label_of_another_encoding_is_a_label()
    {
        using var reader = new StreamReader(new MemoryStream([.. Encoding.Latin1.GetBytes("\u00fc\u00e4\tclip\t1 2 3 4 5 6")]));
        Assert.Equal("\uFFFD\uFFFD", Assert.Single(FingerprintFile.Read(reader, "f.txt", Networks.Taking(new TensorShape(3, 2, 1)))).Label);
    }

    [Fact]
    public void A_file_that_is_changed_while_it_is_read_is_refused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("f.txt");
        File.WriteAllText(path, "1 2 3 4 5 6\n6 5 4 3 2 1\n");
        string message = TestData.Problem(() =>
        {
            foreach (Fingerprint fingerprint in FingerprintFile.Read(path, Networks.Taking(new TensorShape(3, 2, 1))))
            {
                File.AppendAllText(path, "# more\n");
            }
        });
        Assert.Equal($"{path}: the file was changed while it was read: it had 24 bytes, now 38", message);
    }
}
