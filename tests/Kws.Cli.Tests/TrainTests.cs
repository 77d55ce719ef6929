using System.Globalization;
using System.Text.RegularExpressions;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class TrainTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _data;
    private readonly string _model;

    public TrainTests()
    {
        _data = SpokenWords.Write(_directory, "data");
        _model = _directory.PathOf("my.safetensors");
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_learns_words_and_evaluate_measures_the_same()
    {
        string report = _directory.PathOf("my.html");
        CliResult result = Train("--steps", "400", "--batch", "50", "--report", report);
        Assert.Equal((0, 20), (result.ExitCode, Regex.Count(result.Error, "^kws: step ", RegexOptions.Multiline)));
        Assert.Matches("\nkws: step 400 of 400, loss [0-9.]+, validation [0-9.]+ %\n$", result.Error);
        Assert.Equal(["data", "my.html", "my.safetensors"], _directory.Names);
        Assert.Equal(["_silence_", "_unknown_", "low", "high"], KwsModel.Load(_model).Labels);

        string evaluated = CliResult.Run("evaluate", _data, "--model", _model, "--split", "testing").Out;
        Assert.StartsWith(evaluated, result.Out);
        Assert.StartsWith($"{_model}: the model after 400 steps, ", result.Out[evaluated.Length..]);
        double accuracy = double.Parse(Regex.Match(evaluated, "accuracy ([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.True(accuracy >= 90, evaluated);

        string page = File.ReadAllText(report);
        Assert.Contains($"accuracy {accuracy.ToString("F2", CultureInfo.InvariantCulture)} %", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "<svg "));
        Assert.DoesNotMatch("(?i)(src|href)=|https?:|@import|url\\(|NaN|Infinity", page);
        Assert.Contains("<td>--keywords</td><td>low,high</td>", page, StringComparison.Ordinal);
    }

    /// <summary>A model of two words, one with too few testing clips for a curve.</summary>
    [Fact]
    public void Misses_and_false_accepts_in_a_stream_of_the_testing_set_are_drawn_and_told()
    {
        string few = SpokenWords.Write(_directory, "few", speakers: 120);
        Array.ForEach([.. Directory.GetFiles(Path.Combine(few, "high")).Order().Skip(40)], File.Delete);
        string report = _directory.PathOf("my.html");
        CliResult result = CliResult.Run(
            "train", few, "--keywords", "low,high", "--output", _model, "--steps", "150", "--batch", "40", "--report", report,
            "--negatives", Path.Combine(few, "another"));
        Assert.Equal(0, result.ExitCode);
        Match line = Regex.Match(
            result.Out,
            "\nstream of the testing set: ([0-9]+) of ([0-9]+) keywords detected \\([0-9.]+ %\\), ([0-9]+) false accepts? in "
            + "([0-9.]+) minutes \\([0-9.]+ per hour\\); too few to count misses: high \\([0-9] clips?\\), "
            + "expected 10 clips in the testing set\n$");
        Assert.True(line.Success, result.Out);
        int[] numbers = [.. line.Groups.Values.Skip(1).Take(3).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture))];

        string page = File.ReadAllText(report);
        Assert.Equal((3, 1), (Regex.Count(page, "<svg "), Regex.Count(page, "<circle class=\"chosen ")));
        Assert.Contains("<p>No curve: too few to count misses: high (", page, StringComparison.Ordinal);
        MatchCollection rows = Regex.Matches(
            page, "<tr><td>(low|high)</td><td class=\"number\">0.7</td>(<td class=\"number\">([0-9.]+)</td>){8}</tr>");
        Assert.Equal(["low", "high"], rows.Select(row => row.Groups[1].Value));
        double[][] cells =
        [
            .. rows.Select(
                row => row.Groups[3].Captures.Select(cell => double.Parse(cell.Value, CultureInfo.InvariantCulture)).ToArray()),
        ];
        Assert.Equal((numbers[0], numbers[1]), (cells[0][1], cells[0][0]));
        Assert.Equal(numbers[2], cells.Sum(row => row[6]));
        string testing = CliResult.Run("evaluate", few, "--model", _model, "--split", "testing").Out;
        Assert.Matches($"\nlow +{numbers[1]} ", testing);
    }

    [Fact]
    public void The_same_settings_give_the_same_bytes_on_any_number_of_threads_and_another_seed_gives_others()
    {
        byte[] one = Bytes("--threads", "1");
        Assert.Equal(one, Bytes("--threads", "3"));
        Assert.NotEqual(one, Bytes("--seed", "2"));

        byte[] Bytes(params string[] options)
        {
            Assert.Equal(0, Train(["--steps", "30", "--batch", "20", .. options]).ExitCode);
            return File.ReadAllBytes(_model);
        }
    }

    [Fact]
    public void Phases_topology_bits_noise_and_negatives_are_taken()
    {
        CliResult result = Train(
            "--steps", "10,20", "--learning-rate", "0.01,0.001", "--batch", "20", "--model-size-info", "2 8 4 4 2 2 8 3 3 1 1",
            "--weight-bits", "8", "--noise", Path.Combine(_data, "other"), "--negatives", Path.Combine(_data, "another"),
            "--validation", "15", "--report", _directory.PathOf("my.html"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(2, Regex.Count(result.Error, "^kws: step ", RegexOptions.Multiline));
        KwsModel model = KwsModel.Load(_model);
        Assert.Equal(8, model.Network.Tensors[0].Bits);
        Assert.Contains("10 steps of 0.01, 20 steps of 0.001", File.ReadAllText(_directory.PathOf("my.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_a_bar_shows_the_progress()
    {
        CliResult result = CliResult.RunOnTerminal(
            "train", _data, "--keywords", "low,high", "--output", _model, "--steps", "20", "--batch", "10");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\r[#...................] step 1 of 20, loss ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_named_and_left_out()
    {
        string damaged = Path.Combine(_data, "low", "x.wav");
        File.WriteAllText(damaged, "no sound");
        File.WriteAllText(Path.Combine(_data, "low", ".x.wav"), "no sound");
        CliResult result = Train("--steps", "2", "--batch", "10");
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"kws: left out: {damaged}: ", result.Error);
        Assert.Contains("\nkws: 1 file left out\n", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Without it this would be another training: the disk may be there again the next time.</summary>
    [Fact]
    public void A_file_that_cannot_be_read_ends_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs links");
        string gone = Path.Combine(_data, "low", "x.wav");
        File.CreateSymbolicLink(gone, "nowhere");
        Train("--steps", "2", "--batch", "10").AssertFailed(3, $"{gone}: there is no such file");
    }

    [Fact]
    public void What_cannot_be_trained_is_one_line()
    {
        Fails(3, "keyword 'up' has no clip, expected at least 3 in a folder of that name", "--keywords", "low,up");
        Fails(2, "--keywords has 'low' twice, expected every word once; see kws train --help", "--keywords", "low,low");
        Fails(
            2, "--keywords has '_unknown_', which is a label of every model, expected words; see kws train --help", "--keywords",
            "low,_unknown_");
        Fails(2, "--keywords is 'low,', expected words with commas between them; see kws train --help", "--keywords", "low,");
        Fails(
            2, "--steps has 2 and --learning-rate 1 numbers, expected as many of both; see kws train --help", "--keywords", "low",
            "--steps", "1,2");
        Fails(
            2, "--steps is 'many', expected a number of steps from 1 to 1000000000, or several with commas between them; "
            + "see kws train --help", "--keywords", "low", "--steps", "many");
        Fails(
            2, "--learning-rate is '2', expected a number more than 0 and at most 1, or several with commas between them; "
            + "see kws train --help", "--keywords", "low", "--learning-rate", "2");
        Fails(2, "--weight-bits is '7', expected 6 or 8; see kws train --help", "--keywords", "low", "--weight-bits", "7");
        Fails(3, $"{_data}/none: there is no such directory", "--keywords", "low", "--noise", $"{_data}/none");
        Fails(3, $"{_model}/x: there is no such directory", "--keywords", "low", "--report", $"{_model}/x");
        Fails(
            2, "--model-size-info: model_size_info: 2 numbers for 1 layers, expected the number of layers and then 5 numbers for each",
            "--keywords", "low", "--model-size-info", "1 2");
        Fails(
            2, $"'more' follows --noise {_data}, expected --noise more, or data before all options; see kws train --help", "--keywords",
            "low", "--noise", _data, "more");
        Fails(
            2, $"'more' follows --negatives {_data}, expected --negatives more, or data before all options; see kws train --help",
            "--keywords", "low", "--noise", _data, "--negatives", _data, "more", "--seed", "3");
        Fails(
            2, "--keywords has 1023 words, expected at most 1022; see kws train --help", "--keywords",
            string.Join(',', Enumerable.Range(0, 1023)));
        string checkpoint = $"{_model}.training";
        Fails(
            2, $"--report {checkpoint} is the model or its checkpoint, expected a file of its own", "--keywords", "low",
            "--report", checkpoint);
        string empty = Directory.CreateDirectory(_directory.PathOf("empty")).FullName;
        Fails(3, $"--noise {empty}: there is no .wav file in this folder", "--keywords", "low", "--noise", empty);
        Fails(3, $"--negatives {empty}: there is no .wav file in this folder", "--keywords", "low", "--negatives", empty);
        Assert.Equal(["data", "empty"], _directory.Names);
    }

    [Fact]
    public void Clips_of_one_speaker_and_of_silence_are_told()
    {
        foreach (string path in Directory.GetFiles(Path.Combine(_data, "low")).Order().Skip(3))
        {
            File.Delete(path);
        }

        foreach ((int i, string path) in Directory.GetFiles(Path.Combine(_data, "low")).Index())
        {
            File.Move(path, Path.Combine(_data, "low", $"one_nohash_{i}.wav"));
        }

        CliResult result = Train();
        Assert.Equal(3, result.ExitCode);
        Assert.Matches(
            "^kws: keyword 'low' has no clip in the [a-z]+ set \\(3 clips of one speaker\\): expected clips of more speakers",
            result.Error);

        foreach (string path in Directory.GetFiles(Path.Combine(_data, "low")))
        {
            Listen.Tests.Support.Wav.Write(path, new short[16_000]);
        }

        result = Train();
        Assert.EndsWith(
            "kws: keyword 'low' has no clip (3 cannot be used), expected at least 3 in a folder of that name\n", result.Error,
            StringComparison.Ordinal);
    }

    /// <summary>One rule for training and evaluation: the word of a clip is the name of the folder that it lies in.</summary>
    [Fact]
    public void Words_in_nested_folders_and_long_clips_are_measured_as_evaluate_does()
    {
        string deep = _directory.PathOf("deep/part");
        Directory.CreateDirectory(Path.GetDirectoryName(deep)!);
        Directory.Move(_data, deep);
        foreach ((int i, string path) in Directory.GetFiles(Path.Combine(deep, "low")).Order().Index().Where(file => file.Index % 3 == 0))
        {
            // The word begins after a second.
            Listen.Tests.Support.Wav.Write(path, [.. new short[16_000 + (100 * i)], .. SpokenWords.Clip("low", i), .. new short[5000]]);
        }

        string root = _directory.PathOf("deep");
        CliResult result = CliResult.Run(
            "train", root, Path.Combine(deep, "other"), "--keywords", "low,high", "--output", _model, "--steps", "300", "--batch", "40");
        Assert.Equal(0, result.ExitCode);
        string evaluated =
            CliResult.Run("evaluate", root, Path.Combine(deep, "other"), "--model", _model, "--split", "testing").Out;
        Assert.StartsWith(evaluated, result.Out);
        double recall = double.Parse(
            Regex.Match(evaluated, "^low +[0-9]+ +([0-9]+\\.[0-9]+)", RegexOptions.Multiline).Groups[1].Value,
            CultureInfo.InvariantCulture);
        Assert.True(recall >= 50, evaluated);

        string fingerprints = _directory.PathOf("f.txt");
        Assert.Equal(0, CliResult.Run("fingerprints", root, "--output", fingerprints).ExitCode);
        Assert.Equal(
            CliResult.Run("evaluate", root, "--model", _model).Out, CliResult.Run("evaluate", fingerprints, "--model", _model).Out);
    }

    /// <summary>Weights have bounds, so that the largest rate gives a bad model and no failure.</summary>
    [Fact]
    public void The_largest_learning_rate_gives_a_model() => Assert.Equal(
        0, Train("--steps", "100", "--batch", "4", "--learning-rate", "1", "--model-size-info", "2 4 4 4 2 2 4 3 3 1 1").ExitCode);

    private void Fails(int exitCode, string message, params string[] options) =>
        CliResult.Run(["train", _data, "--output", _model, .. options]).AssertFailed(exitCode, message);

    private CliResult Train(params string[] options) =>
        CliResult.Run(["train", _data, "--keywords", "low,high", "--output", _model, .. options]);
}
