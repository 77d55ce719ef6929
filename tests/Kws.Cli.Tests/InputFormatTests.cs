using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>The same fingerprints give the same results on every command, whatever file they come from.</summary>
public sealed class InputFormatTests : IDisposable
{
    private const int Clips = 70;

    private static readonly string[] Endings = [".txt", ".npy", ".raw", ".parquet"];

    private readonly TemporaryDirectory _directory = new();
    private readonly string _sound;

    public InputFormatTests()
    {
        _sound = _directory.PathOf("sound");
        for (int i = 0; i < Clips; i++)
        {
            string word = new[] { "bed", "cat", "happy" }[i % 3];
            Directory.CreateDirectory(Path.Combine(_sound, word));
            Wav.Write(Path.Combine(_sound, word, $"{i:x8}_nohash_0.wav"), Wav.Tones(1, i));
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_format_gives_the_same_labels_figures_and_ranges()
    {
        string[] files = [.. Endings.Select(Make)];
        string cases = _directory.PathOf("cases");
        Assert.Equal("", CliResult.Run("record", files[0], "--output", cases, "--layer", "fc1").Error);

        // Not what depends on when it ran, and not the name of the input.
        AssertSame([_sound, .. files, cases], "classify");
        AssertSame([_sound, .. files, cases], ["ranges", "--json", .. SmallModel()]);
        AssertSame([_sound, files[0], files[3]], "evaluate", "--json");
        AssertSame([_sound, .. files, cases], "verify", "--random", "0", "--kernel", "Scalar", "--seed", "1");
        AssertSame([_sound, .. files, cases], "trace", "--index", "69", "--layer", "conv_1");
        Assert.Equal(1 + Clips, CliResult.Run("classify", _sound).Out.Count(c => c == '\n'));
    }

    [Fact]
    public void Standard_input_is_recognised_by_its_first_bytes()
    {
        string clip = Path.Combine(_sound, "bed", "00000000_nohash_0.wav");
        string array = _directory.PathOf("one.npy");
        Assert.Equal(0, CliResult.Run("fingerprints", clip, "--output", array).ExitCode);
        string expected = CliResult.Run("classify", clip).Out;
        Assert.Equal(2, expected.Count(c => c == '\n'));
        foreach (string file in new[] { clip, array })
        {
            using Stream input = File.OpenRead(file);
            Assert.Equal(new CliResult(0, expected, ""), CliResult.RunWithInput(input, "classify", "-"));
        }
    }

    [Fact]
    public void Evaluate_says_which_inputs_have_labels()
    {
        string file = Make(".npy");
        CliResult.Run("evaluate", file).AssertFailed(
            3,
            $"{file}: these fingerprints have no labels: text with label and clip has them, Parquet with columns label and clip, "
            + "and folders named as words with .wav files in them");
    }

    [Fact]
    public void Bad_clips_are_skipped_and_written_to_a_file()
    {
        string bad = _directory.Write("sound/cat/0bad_nohash_0.wav", "no sound");
        string output = _directory.PathOf("out.txt");
        CliResult failed = CliResult.Run("fingerprints", _sound, "--output", output);
        Assert.Equal(3, failed.ExitCode);
        Assert.StartsWith($"kws: {bad}: ", failed.Error);
        Assert.False(File.Exists(output));

        foreach ((int taken, string[] command) in ((int, string[])[])[
            (Clips, ["fingerprints", _sound, "--output", output]), (Clips, ["label-wav", _sound]), (Clips, ["evaluate", _sound]),
            (Clips, ["ranges", _sound, "--json", .. SmallModel()]), (Clips, ["verify", _sound, "--random", "0"]),
            (Clips, ["record", _sound, "--output", _directory.PathOf("cases.txt")]), (1, ["trace", _sound, "--index", $"{Clips - 1}"]),
            (Clips, ["export", "vectors", _sound, "--count", $"{Clips}", "--format", "json", "--output", _directory.PathOf("vectors")])])
        {
            string skipped = _directory.PathOf("skipped.txt");
            CliResult result = CliResult.Run([.. command, "--skip-bad", skipped]);
            Assert.Equal(0, result.ExitCode);
            Assert.Contains($": {taken}, skipped: 1", result.Error, StringComparison.Ordinal);
            string[] lines = File.ReadAllLines(skipped);
            Assert.Equal(2, lines.Length);
            Assert.StartsWith($"# {bad}: ", lines[0]);
            Assert.Equal(bad, lines[1]);
        }

        Assert.Equal(1 + Clips, File.ReadAllLines(output).Length);
    }

    [Fact]
    public void A_format_that_is_asked_for_is_looked_for_beside_clips()
    {
        string file = Make(".npy");
        string expected = CliResult.Run("classify", file).Out;
        File.Move(file, Path.Combine(_sound, "all.npy"));
        Assert.Equal(new CliResult(0, expected, ""), CliResult.Run("classify", _sound, "--input-format", "npy"));
    }

    [Fact]
    public void Noise_of_a_data_set_is_no_word()
    {
        string noise = Path.Combine(_sound, "_background_noise_");
        Directory.CreateDirectory(noise);
        Wav.Write(Path.Combine(noise, "tap.wav"), Wav.Tones(1, 3));
        string file = Make(".txt");
        Assert.Equal(1 + Clips, File.ReadAllLines(file).Length);
        AssertSame([_sound, file], "evaluate", "--json");

        // Named by itself it is sound like any other.
        Assert.Equal(0, CliResult.Run("fingerprints", noise, "--output", file).ExitCode);
        Assert.StartsWith("_background_noise_\t", File.ReadAllLines(file)[1]);
    }

    [Fact]
    public void A_folder_without_words_has_fingerprints_too()
    {
        string output = _directory.PathOf("bed.txt");
        Assert.Equal(0, CliResult.Run("fingerprints", Path.Combine(_sound, "bed"), "--output", output).ExitCode);
        string[] lines = File.ReadAllLines(output)[1..];
        Assert.Equal((Clips + 2) / 3, lines.Length);
        Assert.All(lines, line => Assert.StartsWith($"bed\t{Path.Combine(_sound, "bed")}", line));
    }

    [Theory]
    [InlineData("fingerprints", "--output", "f.npy")]
    [InlineData("classify", "--input-format", "wav")]
    public void A_folder_without_clips_is_no_sound(string command, params string[] options)
    {
        _directory.Touch("text/f.txt");
        string folder = _directory.PathOf("text");
        CliResult.Run([command, folder, .. options]).AssertFailed(3, $"{folder}: there is no .wav file in this directory or below");
    }

    [Fact]
    public void An_output_of_unknown_format_is_refused() =>
        CliResult.Run("fingerprints", _sound, "--output", "x.npz").AssertFailed(
            2, "--output is 'x.npz', expected a name that ends in .txt, .npy, .raw or .parquet; see kws fingerprints --help");

    /// <summary>No witnesses are searched for a model of another topology: ranges of the default one take many seconds.</summary>
    private string[] SmallModel()
    {
        const string Topology = "2 3 4 4 2 2 4 3 3 1 1";
        string weights = _directory.PathOf("small.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Parse(Topology), (_, i) => (i % 7) - 3));
        return ["--weights", weights, "--model-size-info", Topology];
    }

    private string Make(string ending)
    {
        string file = _directory.PathOf($"f{ending}");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("fingerprints", _sound, "--output", file));
        return file;
    }

    private static void AssertSame(string[] inputs, params string[] command)
    {
        string[] results = [.. inputs.Select(input =>
        {
            CliResult result = CliResult.Run([command[0], input, .. command[1..]]);
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
            return string.Join('\n', result.Out.Split('\n').Where(line => !line.StartsWith('#')));
        })];
        Assert.All(results, result => Assert.Equal(results[0], result));
    }
}
