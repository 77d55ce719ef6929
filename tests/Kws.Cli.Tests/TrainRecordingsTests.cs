using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary><c>kws train --recordings</c> on sound made in code.</summary>
public sealed class TrainRecordingsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _data;
    private readonly string _model;

    public TrainRecordingsTests()
    {
        _data = Support.SpokenWords.Write(_directory, "recordings", speakers: 6);
        _model = _directory.PathOf("my.safetensors");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_learns_words_and_reports_what_it_finds_of_recordings_left_out()
    {
        CliResult result = Train(["low", "high"], "--steps", "150", "--batch", "40");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            """
            kws: 'low' has 6 recordings; 20 or more make a better model
            kws: 'high' has 6 recordings; 20 or more make a better model
            kws: one training on 12 recordings, then 5 that leave some out
            kws: training: step 150 of 150, loss L
            kws: leaving out part 1 of 5: step 150 of 150
            kws: leaving out part 2 of 5: step 150 of 150
            kws: leaving out part 3 of 5: step 150 of 150
            kws: leaving out part 4 of 5: step 150 of 150
            kws: leaving out part 5 of 5: step 150 of 150

            """,
            Regex.Replace(result.Error, "loss [0-9.]+", "loss L"));
        Assert.Matches("(?m)^low +0?[0-9.]+ +6 +[4-6] ", result.Out);
        Assert.Matches("(?m)^high +0?[0-9.]+ +6 +[4-6] ", result.Out);
        Assert.Matches("(?m)^other words, no pauses +9[0-9]\\.[0-9] ", result.Out);
        Assert.Matches("(?m)^running speech +2[0-9]\\.[0-9] ", result.Out);
        Assert.Contains(
            "The recordings of 'low' are of 6 speakers, each left out at once: the figures are those of a new voice, as far as 6 voices "
            + "can tell.", result.Out, StringComparison.Ordinal);
        Assert.EndsWith($"{_model}: the model of all 12 recordings\n", result.Out, StringComparison.Ordinal);
        KwsModel model = KwsModel.Load(_model);
        Assert.Equal(["_silence_", "_unknown_", "low", "high"], model.Labels);
        Assert.Equal(["high", "low"], model.Detection!.Thresholds.Keys.Order());
        Assert.Equal(["my.safetensors", "recordings"], _directory.Names);
    }

    [Theory]
    [InlineData("small", 6, 0)]
    [InlineData("large", 8, 2)]
    public void Noise_and_negatives_of_ones_own_are_heard_and_test_with_the_input_of_every_size(string size, int bits, int fractionBits)
    {
        CliResult result = Train(
            ["low"], "--size", size, "--steps", "3", "--batch", "10", "--noise", Path.Combine(_data, "other"),
            "--negatives", Path.Combine(_data, "another"));
        Assert.Equal(0, result.ExitCode);
        Assert.Matches("(?m)^--negatives +0\\.1 ", result.Out);
        Assert.Equal(new FrontEnd { Bits = bits, FractionBits = fractionBits }, KwsModel.Load(_model).FrontEnd);
    }

    [Fact]
    public void Files_that_are_no_recordings_are_named_and_words_that_come_with_kws_are_left_out()
    {
        Directory.Move(Path.Combine(_data, "low"), Path.Combine(_data, "Marvin"));
        Directory.Move(Path.Combine(_data, "high"), Path.Combine(_data, "coffee"));
        string folder = Path.Combine(_data, "Marvin");
        File.WriteAllText(Path.Combine(folder, "x.wav"), "no sound");
        File.Copy(Path.Combine(folder, "s0_nohash_0.wav"), Path.Combine(folder, "t.wav"));
        CliResult result = Train(["Marvin", "coffee"], "--steps", "2", "--batch", "10");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"kws: left out: {folder}/t.wav: the same sound as {folder}/s0_nohash_0.wav, which is used once\n", result.Error);
        Assert.Contains($"kws: left out: {folder}/x.wav: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("kws: 2 files left out\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("kws: 'Marvin' is one of the words that come with kws: its clips there are left out\n", result.Error);
        Assert.Contains(
            "kws: 'coffee' is spoken in the running speech that comes with kws, which is left out; give some with --negatives\n",
            result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("running speech  ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_bar_shows_the_progress_of_all_trainings()
    {
        CliResult result = CliResult.RunOnTerminal(
            "train", "--recordings", Path.Combine(_data, "low"), "--output", _model, "--steps", "4", "--batch", "10");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\r[....................] training: step 1 of 4, loss ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_one_line()
    {
        string empty = Directory.CreateDirectory(_directory.PathOf("empty")).FullName;
        Fails(3, $"--recordings {empty}: there is no .wav file in this folder", empty);
        Fails(
            3, $"--recordings {_data}: there is no .wav file in this folder, but in folders in it: expected the folder of a word, once for "
            + "each word", _data);
        Fails(3, $"{_data}/none: there is no such directory", $"{_data}/none");
        string special = Directory.CreateDirectory(_directory.PathOf("_unknown_")).FullName;
        Fails(
            3, $"--recordings {special}: the name of the folder is '_unknown_', expected a word that does not begin with _", special);
        string low = Path.Combine(_data, "low");
        foreach (string path in Directory.GetFiles(low).Skip(2))
        {
            File.Delete(path);
        }

        Fails(3, $"--recordings {low}: 2 usable recordings of 'low', expected at least 3, better 20 to 100", low);
        Fails(2, "--recordings goes without --keywords, expected one of them; see kws train --help", low, "--keywords", "low");
        Fails(2, "--recordings goes without --report, expected one of them; see kws train --help", low, "--report", "x.html");
        string data = $"--recordings goes without data such as '{_data}'; it takes one folder, and is given once for each word";
        Fails(2, $"{data}; see kws train --help", low, _data);
        CliResult.Run("train", _data, "--recordings", low, "--output", _model).AssertFailed(2, $"{data}; see kws train --help");
        CliResult.Run("train", "--output", _model).AssertFailed(
            2, "expected folders of words and --keywords, or --recordings; see kws train --help");
        Assert.Equal(["_unknown_", "empty", "recordings"], _directory.Names);

        void Fails(int exitCode, string message, string folder, params string[] options) =>
            CliResult.Run(["train", "--output", _model, "--recordings", folder, .. options]).AssertFailed(exitCode, message);
    }

    private CliResult Train(string[] words, params string[] options) => CliResult.Run(
        [
            "train", .. words.SelectMany(word => (string[])["--recordings", Path.Combine(_data, word)]), "--output", _model, .. options,
        ]);
}
