using Kws.Bulk.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests;

/// <summary>Input files of every format: empty ones, those of another format, and those that change while they are read.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Inputs_without_a_fingerprint_are_empty_sources()
    {
        byte[] npy = Fingerprints.Npy([], ">i2", "(0, 300)");
        Assert.Empty(await Read.Logits(_directory.Write("a.npy", npy)));
        Assert.Empty(await Read.Logits(_directory.Write("b.npy", Fingerprints.Npy([], "|i1", "(0, 30, 10)", "True"))));
        Assert.Empty(await Read.Logits(_directory.Write("a.raw", [])));
        Assert.Empty(await Read.Logits(_directory.Write("a.txt", [])));
        Assert.Empty(await Read.Logits(FingerprintSource.FromStream(new MemoryStream(npy), Fingerprints.Shape, FingerprintFormat.Npy)));
        Assert.Empty(await Read.Logits(FingerprintSource.FromStream(new MemoryStream(), Fingerprints.Shape, FingerprintFormat.Raw)));
        Assert.Empty(await Read.Logits(FingerprintSource.FromStream(new MemoryStream(), Fingerprints.Shape, FingerprintFormat.Text)));
    }

    [Fact]
    public async Task A_file_of_another_format_is_named()
    {
        byte[] wav = [.. "RIFF\u0024\0\0\0WAVEfmt "u8];
        const string Problem = "this is a WAV file, expected {0}: kws label-wav labels sound";
        AssertRefused(_directory.Write("a.npy", wav), Problem.Replace("{0}", "a NumPy array", StringComparison.Ordinal));
        AssertRefused(_directory.Write("a.raw", wav), Problem.Replace("{0}", "raw fingerprints", StringComparison.Ordinal));
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => Read.Logits(
            FingerprintSource.FromStream(new MemoryStream(wav), Fingerprints.Shape, FingerprintFormat.Raw)));
        Assert.Equal("stream: " + Problem.Replace("{0}", "raw fingerprints", StringComparison.Ordinal), e.Message);

        // Bytes that an MP3 file begins with are values too.
        byte[] values = new byte[300];
        (values[0], values[1]) = (0xFF, 0xFB);
        Assert.Equal(Fingerprints.Logits([.. values.Select(value => (sbyte)value)]), await Read.Logits(_directory.Write("b.raw", values)));
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.raw")]
    [InlineData("a.txt")]
    public async Task A_file_that_is_rewritten_while_it_is_read_is_refused(string name)
    {
        sbyte[] values = Fingerprints.Random(3000);
        byte[] content = name switch
        {
            "a.npy" => Fingerprints.Npy(values),
            "a.raw" => Fingerprints.Bytes(values),
            _ => System.Text.Encoding.ASCII.GetBytes(string.Concat(values.Chunk(300).Select(one => string.Join(' ', one) + "\n"))),
        };
        string path = _directory.Write(name, content);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        FingerprintSource source = FingerprintSource.Open(path, Fingerprints.Shape);
        var e = await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(
                source, cancellationToken: TestContext.Current.CancellationToken))
            {
                if (block.FirstIndex == 0)
                {
                    using FileStream file = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    file.Write(content);
                }
            }
        });
        Assert.StartsWith(
            $"{path}: the file was changed while it was read: it was last written at 2020-01-01T00:00:00.0000000Z, now ", e.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_over_files_with_and_without_fingerprints_ends_with_those_that_there_are()
    {
        sbyte[] values = Fingerprints.Random(3);
        BulkInput[] inputs =
        [
            BulkInput.File(_directory.Write("0.txt", [])),
            BulkInput.File(_directory.Write("1.npy", Fingerprints.Npy(values))),
            BulkInput.File(_directory.Write("2.npy", Fingerprints.Npy([], "|i1", "(0, 300)"))),
            BulkInput.File(_directory.Write("3.raw", [])),
        ];
        string output = _directory.PathOf("out.npy");
        await RunAsync(inputs, output);
        Assert.Equal("(3, 4)", ShapeOf(output));
        await RunAsync([inputs[0], inputs[3]], output);
        Assert.Equal("(0, 4)", ShapeOf(output));
    }

    [Fact]
    public async Task A_job_over_a_file_that_is_rewritten_leaves_no_finished_output()
    {
        string path = _directory.Write("a.raw", Fingerprints.Bytes(Fingerprints.Random(3000)));
        string output = _directory.PathOf("out.npy");
        var job = new BulkJob(
            Fingerprints.Classifier, [BulkInput.File(path), BulkInput.File(_directory.Write("b.raw", new byte[300]))],
            [new(output, ResultFormat.NpyLogits(KwsModel.Default.Labels))],
            new BulkJobOptions
            {
                CheckpointInterval = TimeSpan.Zero,
                Classified = _ => File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc)),
            });
        var e = await Assert.ThrowsAsync<KwsFormatException>(() => job.RunAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith($"{path}: the file was changed while it was read: ", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    private static Task<BulkSummary> RunAsync(IReadOnlyList<BulkInput> inputs, string output) => new BulkJob(
        Fingerprints.Classifier, inputs, [new(output, ResultFormat.NpyLogits(KwsModel.Default.Labels))])
        .RunAsync(cancellationToken: TestContext.Current.CancellationToken);

    private static string ShapeOf(string path) =>
        System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(path)[..128]).Split("'shape': ")[1].Split(", }")[0];

    private static void AssertRefused(string path, string message)
    {
        var e = Assert.Throws<KwsFormatException>(() => FingerprintSource.Open(path, Fingerprints.Shape));
        Assert.Equal($"{path}: {message}", e.Message);
    }
}
