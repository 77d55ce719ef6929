using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Input and options that <c>kws evaluate</c> refuses.</summary>
public sealed class EvaluateRefusalTests : IDisposable
{
    private static readonly string Zeros = string.Join(' ', Enumerable.Repeat("0", 300));

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_word_for_which_the_model_has_no_label()
    {
        string labels = _directory.Write("labels.txt", "yes\nno\ncat\nhappy\n");
        WriteClips("cat/0_nohash_0.wav", "bed/1_nohash_0.wav");
        string clip = _directory.PathOf("data/bed/1_nohash_0.wav");
        CliResult.Run("evaluate", _directory.PathOf("data"), "--labels", labels).AssertFailed(
            3, $"{clip}: the model has neither a label 'bed' nor '_unknown_'; its labels are yes, no, cat, happy");
        string file = _directory.Write("f.txt", $"cat\tx.wav\t{Zeros}\n_silence_\t1.wav\t{Zeros}\n");
        CliResult.Run("evaluate", file, "--labels", labels).AssertFailed(
            3, $"{file}:2: the model has no label '_silence_'; its labels are yes, no, cat, happy");
    }

    [Fact]
    public void A_fingerprint_without_label_or_clip()
    {
        string file = _directory.Write("f.txt", $"cat\tx.wav\t{Zeros}\n{Zeros}\n");
        CliResult.Run(
            "evaluate", file).AssertFailed(3, $"{file}:2: the fingerprint has no label, expected label and clip before the values");
        file = _directory.Write("f.txt", $"cat\t\t{Zeros}\n");
        CliResult.Run("evaluate", file).AssertFailed(
            3, $"{file}:1: the fingerprint has no clip, expected one between label and values: its name says which set it belongs to");
    }

    [Fact]
    public void A_clip_that_cannot_be_read_ends_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges");
        WriteClips("cat/0_nohash_0.wav");
        string bad = _directory.PathOf("data/cat/1_nohash_0.wav");
        File.CreateSymbolicLink(bad, _directory.PathOf("gone"));
        CliResult.Run("evaluate", _directory.PathOf("data")).AssertFailed(3, $"{bad}: there is no such file");
    }

    [Fact]
    public void A_folder_without_words() => CliResult.Run("evaluate", _directory.Root).AssertFailed(
        3, $"{_directory.Root}: there is no clip, expected folders named as words with .wav files in them");

    [Fact]
    public void A_missing_file() => CliResult.Run("evaluate", "missing").AssertFailed(3, "missing: there is no such file");

    [Theory]
    [InlineData("--split is 'test', expected all, training, validation, testing; see kws evaluate --help", "a", "--split", "test")]
    [InlineData("--picture is 'a.png', expected a name that ends in .svg; see kws evaluate --help", "a", "--picture", "a.png")]
    public void Wrong_usage(string message, params string[] args) => CliResult.Run(["evaluate", .. args]).AssertFailed(2, message);

    private void WriteClips(params string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(_directory.PathOf("data"), name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Wav.Write(path, Wav.Tones(0.1, 1));
        }
    }
}
