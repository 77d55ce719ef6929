using System.Text.Json;
using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary><c>kws tune</c>, on a recording with the words of samples/cat.wav and samples/happy.wav.</summary>
public sealed class TuneTests : IDisposable
{
    private const int Rate = 16_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _recording;

    public TuneTests()
    {
        // Six seconds for each word: its clip, then noise.
        short[] cat = Audio.WavFile.Read(TestData.PathOf("cat.wav"), Rate);
        short[] happy = Audio.WavFile.Read(TestData.PathOf("happy.wav"), Rate);
        var random = new Random(1);
        short[] sound = [.. Enumerable.Range(0, 8 * 6 * Rate).Select(_ => (short)random.Next(-30, 31))];
        for (int word = 0; word < 8; word++)
        {
            (word % 2 == 0 ? cat : happy).CopyTo(sound, ((6 * word) + 2) * Rate);
        }

        _recording = _directory.PathOf("room.wav");
        Wav.Write(_recording, sound);
        Label("room.txt");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_rule_that_is_written_does_in_listen_what_the_table_says()
    {
        string output = _directory.PathOf("tuned.safetensors");
        using JsonDocument json = Json(_recording, "--output", output, "--false-accepts-per-hour", "0");
        KwsModel tuned = KwsModel.Load(output);
        Assert.Equal(KwsModel.Live.Tensors.SelectMany(tensor => tensor), tuned.Tensors.SelectMany(tensor => tensor));
        JsonElement root = json.RootElement;
        Assert.Equal(
            (1, 1, 0.013333), (root.GetProperty("recordings").GetInt32(), root.GetProperty("labelled").GetInt32(),
                root.GetProperty("hours").GetDouble()));
        Assert.Equal(
            (tuned.Detection!.SmoothingHops, tuned.Detection.Suppression.TotalSeconds),
            (root.GetProperty("after").GetProperty("smoothingHops").GetInt32(),
                root.GetProperty("after").GetProperty("suppressionSeconds").GetDouble()));

        string[] heard =
            [.. CliResult.Run("listen", _recording, "--model", output).Out.Split('\n')[1..^1].Select(line => line.Split(',')[1])];
        Assert.Equal(2, root.GetProperty("words").GetArrayLength());
        foreach (JsonElement word in root.GetProperty("words").EnumerateArray())
        {
            JsonElement after = word.GetProperty("after");
            Assert.Equal(4, word.GetProperty("labelled").GetInt32());
            Assert.Equal(4, after.GetProperty("hits").GetInt32());
            Assert.Equal(0, after.GetProperty("falseAccepts").GetInt32());
            Assert.Equal(100, word.GetProperty("curve").GetArrayLength());
            Assert.True(word.GetProperty("isWithinTarget").GetBoolean());
            Assert.Equal(tuned.Detection.Thresholds[word.GetProperty("label").GetString()!], after.GetProperty("threshold").GetDouble());
            Assert.Equal(4, heard.Count(label => label == word.GetProperty("label").GetString()));
        }

        // What was measured is the rule before, the next time.
        using JsonDocument again = Json(_recording, "--model", output, "--false-accepts-per-hour", "0");
        Assert.Equal(
            root.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("after").ToString()),
            again.RootElement.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("before").ToString()));
    }

    [Fact]
    public void A_table_has_a_row_for_each_keyword()
    {
        CliResult result = CliResult.Run("tune", _recording, "--model", "default");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[] lines = result.Out.Split('\n');
        Assert.Equal(
            [
                "0.8 minutes in 1 recording, 1 with labels",
                "target: false accepts per hour for each word at most 1, 0 in these recordings",
                "before: mean of 20 hops, 1 s without another detection",
            ],
            lines[..3]);
        Assert.Matches("^after:  mean of [0-9]+ hops, [0-9.]+ s without another detection$", lines[3]);
        Assert.Matches(
            @"^cat +0\.7 +[.0-9]+ +4 +[0-4] +4 +100\.00 +51\.01 +100\.00 +[0-9.]+ +0\.00 +[0-9]+ +0 +[0-9.]+ +0\.00$", lines[7]);
        Assert.StartsWith("happy ", lines[8]);
        Assert.Contains("0.75 s after it", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_labels_only_false_accepts_are_counted()
    {
        File.Delete(_directory.PathOf("room.txt"));
        CliResult result = CliResult.Run("tune", _recording, "--model", "default");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("1 recording, 0 with labels", result.Out, StringComparison.Ordinal);
        Assert.Contains("after:  mean of 20 hops, 1 s without", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("hits", result.Out, StringComparison.Ordinal);
        Assert.Matches("\ncat +0.7 +[0-9.]+ +[1-9] +0 +[0-9.]+ +0.00\n", result.Out);
    }

    [Fact]
    public void The_page_has_curves_and_needs_nothing_else()
    {
        string page = _directory.PathOf("tune.html");
        Assert.Equal(0, CliResult.Run("tune", _recording, "--report", page).ExitCode);
        string text = File.ReadAllText(page);
        Assert.Equal((2, 4, 4), (
            Regex.Count(text, "<svg "), Regex.Count(text, "<polyline "), Regex.Count(text, "<circle class=\"chosen ")));
        Assert.DoesNotMatch("(?i)(src|href)=|https?:|@import|url\\(|NaN|Infinity", text);
        Assert.Contains("<title>Detection of cat, happy</title>", text, StringComparison.Ordinal);

        File.Delete(_directory.PathOf("room.txt"));
        Assert.Equal(0, CliResult.Run("tune", _recording, "--report", page).ExitCode);
        Assert.Equal(1, Regex.Count(File.ReadAllText(page), "<svg "));
    }

    [Fact]
    public void A_target_that_cannot_be_reached_is_told()
    {
        // A model that hears "cat" in everything that is not steady, with a score of 1.
        string model = _directory.PathOf("cat.safetensors");
        Models.Make(DsCnn.Default, (spec, i) => Models.IsBias(spec) && i == 2 ? 100_000 : 0).Save(model);
        File.Delete(_directory.PathOf("room.txt"));
        CliResult result = CliResult.Run("tune", _recording, "--model", model);
        Assert.Equal(
            (0, "kws: cat: the target of 1 false accepts per hour is not reached; the fewest are 600 per hour, with a threshold of 0.1\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public void Folders_and_patterns_are_recordings_too()
    {
        string folder = _directory.PathOf("folder");
        Directory.CreateDirectory(folder);
        File.Copy(_recording, Path.Combine(folder, "a.wav"));
        File.Copy(_recording, Path.Combine(folder, "b.wav"));
        File.Copy(_directory.PathOf("room.txt"), Path.Combine(folder, "b.txt"));
        Assert.All(
            (string[])[folder, Path.Combine(folder, "*.wav")],
            input => Assert.StartsWith("1.6 minutes in 2 recordings, 1 with labels\n", CliResult.Run("tune", input).Out));
    }

    [Theory]
    [InlineData("1\t2\tcat\n2\t1\tcat\n", 2, "the end 1 is before the start 2")]
    [InlineData("47\t49\tcat\n", 1, "the end 49 is beyond the recording, which has 48 s")]
    [InlineData("1\t2\tdog\n", 1, "'dog' is not a label of the model, expected one of _silence_, _unknown_, cat, happy")]
    [InlineData("one two\n", 1, "'one two', expected start, end and word with tabs between them")]
    public void Wrong_labels_are_told_with_file_and_line(string text, int line, string problem)
    {
        string labels = _directory.Write("room.txt", text);
        CliResult.Run("tune", _recording).AssertFailed(3, $"{labels}:{line}: {problem}");
    }

    [Fact]
    public void Damaged_recordings_and_those_without_sound_are_refused()
    {
        string damaged = _directory.Write("damaged.wav", "RIFF....WAVE");
        CliResult.Run("tune", _recording, damaged).AssertFailed(3, $"{damaged}: ", prefixOnly: true);
        string nothing = _directory.Write("nothing.wav", "");
        CliResult.RunOnTerminal("tune", nothing).AssertFailed(3, $"{nothing}: ", prefixOnly: true);
        string missing = _directory.PathOf("missing.wav");
        CliResult.Run("tune", missing).AssertFailed(3, $"{missing}: there is no such file");
        string empty = _directory.PathOf("empty.wav");
        Wav.Write(empty, new short[8000]);
        CliResult.Run("tune", empty).AssertFailed(3, $"{empty}: no recording is as long as a word, expected a second of sound or more");
        Directory.CreateDirectory(_directory.PathOf("none"));
        CliResult.Run("tune", _directory.PathOf("none"))
            .AssertFailed(3, $"{_directory.PathOf("none")}: there is no .wav file in this directory or below");
    }

    [Theory]
    [InlineData("--output tuned.h", "--output is 'tuned.h', expected a name that ends in .safetensors")]
    [InlineData("--report room.wav", "--report is 'room.wav', expected a name that ends in .html")]
    [InlineData("--false-accepts-per-hour few", "--false-accepts-per-hour is 'few', expected a number from 0 to 3600")]
    [InlineData("-", "standard input has no labels beside it, expected files or folders")]
    public void Wrong_options_are_refused(string options, string message) =>
        CliResult.Run(["tune", _recording, .. options.Split(' ')]).AssertFailed(2, $"{message}; see kws tune --help");

    [Fact]
    public void Outputs_that_cannot_be_written_are_told_before_the_work()
    {
        string output = _directory.PathOf(Path.Combine("missing", "tuned.safetensors"));
        CliResult.Run("tune", _directory.PathOf("missing.wav"), "--output", output)
            .AssertFailed(3, $"{output}: there is no such directory");
    }

    private static JsonDocument Json(params string[] args)
    {
        CliResult result = CliResult.Run(["tune", "--json", .. args]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return JsonDocument.Parse(result.Out);
    }

    private void Label(string name) => _directory.Write(name, string.Concat(Enumerable.Range(0, 8).Select(word =>
        $"{(6 * word) + 2}.000000\t{(6 * word) + 3}.000000\t{(word % 2 == 0 ? "cat" : "happy")}\n")));
}
