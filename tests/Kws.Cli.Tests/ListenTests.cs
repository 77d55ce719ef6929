using System.Diagnostics;
using System.Runtime.InteropServices;
using Kws.Audio;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>
/// <c>kws listen</c>, with a model that hears "cat" in everything that is not steady: 14 of 20 hops reach the threshold of 0.7, so the
/// first detection is made 13 hops of 512 samples after the first clip of 15,872.
/// </summary>
public sealed class ListenTests : IDisposable
{
    private const int DetectedAt = 15_872 + (13 * 512);
    private const string Header = "time,label,score\n";
    private const string Detection = "1.408,cat,0.700\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly string _weights;

    public ListenTests()
    {
        _weights = _directory.PathOf("weight.h");
        WeightFile.Write(_weights, Models.Make(DsCnn.Default, (spec, i) => Models.IsBias(spec) && i == 2 ? 100_000 : 0));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_keyword_in_standard_input_is_a_line() =>
        Assert.Equal(new CliResult(0, Header + Detection, ""), Listen(Bytes(DetectedAt), "-"));

    [Fact]
    public void Standard_input_need_not_be_named() => Assert.Equal(new CliResult(0, Header + Detection, ""), Listen(Bytes(DetectedAt)));

    [Fact]
    public void A_sample_less_is_no_keyword_yet() => Assert.Equal(new CliResult(0, Header, ""), Listen(Bytes(DetectedAt - 1), "-"));

    [Fact]
    public void Samples_are_little_endian_and_may_be_cut_in_two()
    {
        // The default model hears in the bytes what it hears in the samples.
        short[] sound = WavFile.Read(TestData.PathOf("words.wav"), 16_000);
        var expected = new List<string>();
        var stream = new Listen.KeywordStream(
            new Fast.KwsClassifier(KwsModel.Default),
            detection =>
                expected.Add(FormattableString.Invariant($"{detection.Time.TotalSeconds:F3},{detection.Name},{detection.Score:F3}\n")),
            new Listen.KeywordStreamOptions { Threshold = 0.05, SmoothingHops = 2 });
        stream.Push(sound);
        byte[] bytes = [.. sound.SelectMany(sample => new[] { (byte)sample, (byte)(sample >> 8) })];

        Assert.NotEmpty(expected);
        Assert.All(
            (Stream[])[new MemoryStream(bytes), new Drip(bytes)],
            input => Assert.Equal(
                Header + string.Concat(expected),
                CliResult.RunWithInput(input, "listen", "--model", "default", "--threshold", "0.05", "--smoothing", "2").Out));
    }

    [Theory]
    [InlineData("0.5", "20", "1.280,cat,0.500\n")]
    [InlineData("1", "20", "1.600,cat,1.000\n")]
    [InlineData("0.7", "1", "0.992,cat,1.000\n")]
    public void Threshold_and_smoothing_are_as_asked_for(string threshold, string smoothing, string line) =>
        Assert.Equal(Header + line, Listen(Bytes(40_000), "-", "--threshold", threshold, "--smoothing", smoothing).Out);

    [Theory]
    [InlineData("--threshold cat=0.5", "1.280,cat,0.500\n")]
    [InlineData("--threshold 1 --threshold cat=0.5", "1.280,cat,0.500\n")]
    [InlineData("--threshold cat=1 --threshold happy=0.1", "1.600,cat,1.000\n")]
    [InlineData("--keywords happy", "")]
    [InlineData("--keywords happy,cat --suppression 0.5", Detection)]
    public void Keywords_and_their_thresholds_are_as_asked_for(string options, string line) =>
        Assert.Equal(Header + line, Listen(Bytes(40_000), ["-", .. options.Split(' ')]).Out);

    [Fact]
    public void Json_is_a_line_for_every_detection() => Assert.Equal(
        new CliResult(0, "{\"time\":1.408,\"label\":\"cat\",\"score\":0.7,\"margin\":0.7,\"position\":22528}\n", ""),
        Listen(Bytes(DetectedAt), "-", "--json"));

    [Fact]
    public void Suppression_is_as_asked_for()
    {
        string[] options = ["listen", TestData.PathOf("words.wav"), "--smoothing", "1", "--threshold", "0.5"];
        int some = CliResult.Run(options).Out.Count(c => c == '\n');
        Assert.True(CliResult.Run([.. options, "--suppression", "0"]).Out.Count(c => c == '\n') > some);
        Assert.Equal(2, CliResult.Run([.. options, "--suppression", "3600"]).Out.Count(c => c == '\n'));

        // That of a word begins with its first detection.
        string[] lines = CliResult.Run([.. options, "--suppression", "0", "--suppression", "happy=3600"]).Out.TrimEnd().Split('\n');
        Assert.Contains(",happy,", lines[^1], StringComparison.Ordinal);
        Assert.Single(lines, line => line.Contains(",happy,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_rule_of_a_model_file_is_used_where_no_option_says_otherwise()
    {
        KwsModel model = KwsModel.LoadWeights(_weights);
        string path = _directory.PathOf("tuned.safetensors");
        new KwsModel(model.Network, model.Tensors, model.Labels, model.FrontEnd, new DetectionSettings
        {
            Thresholds = new Dictionary<string, double> { ["cat"] = 1 },
            SmoothingHops = 1,
        }).Save(path);
        Assert.Equal(Header + "0.992,cat,1.000\n", Run());
        Assert.Equal(Header + "1.600,cat,1.000\n", Run("--smoothing", "20"));
        Assert.Equal(Header + "1.280,cat,0.500\n", Run("--smoothing", "20", "--threshold", "0.5"));

        string Run(params string[] options) =>
            CliResult.RunWithInput(new MemoryStream(Bytes(40_000)), ["listen", "-", "--model", path, .. options]).Out;
    }

    [Theory]
    [InlineData("--keywords dog", 3, "--keywords has 'dog', expected labels of the model: _silence_, _unknown_, cat, happy")]
    [InlineData("--threshold dog=1", 3, "--threshold has 'dog', expected labels of the model: _silence_, _unknown_, cat, happy")]
    [InlineData("--keywords cat,", 2, "--keywords is 'cat,', expected words with commas between them; see kws listen --help")]
    [InlineData(
        "--threshold cat=2", 2, "--threshold is 'cat=2', expected a number more than 0 and at most 1 after 'cat='; see kws listen --help")]
    [InlineData(
        "--threshold 0.1 --threshold 0.2", 2, "--threshold is given twice for all words, expected once; see kws listen --help")]
    [InlineData(
        "--threshold cat=0.1 --threshold cat=0.2", 2, "--threshold is given twice for 'cat', expected once; see kws listen --help")]
    [InlineData("--suppression dog=1", 3, "--suppression has 'dog', expected labels of the model: _silence_, _unknown_, cat, happy")]
    [InlineData(
        "--suppression cat=3601", 2, "--suppression is 'cat=3601', expected a number from 0 to 3600 after 'cat='; see kws listen --help")]
    [InlineData("--suppression 1 --suppression 2", 2, "--suppression is given twice for all words, expected once; see kws listen --help")]
    [InlineData("--suppression -1", 2, "--suppression is '-1', expected a number from 0 to 3600; see kws listen --help")]
    [InlineData("--suppression 3601", 2, "--suppression is '3601', expected a number from 0 to 3600; see kws listen --help")]
    public void Words_that_are_no_labels_and_numbers_out_of_range_are_refused(string options, int exitCode, string message) =>
        CliResult.Run(["listen", "-", .. options.Split(' ')]).AssertFailed(exitCode, message);

    [Fact]
    public void A_wav_file_is_read_by_its_name() =>
        Assert.Equal(new CliResult(0, Header + Detection, ""), CliResult.Run("listen", WriteWav(), "--weights", _weights));

    [Fact]
    public void A_terminal_gets_columns() => Assert.Equal(
        "   time, s  label      score\n     1.408  cat        0.700\n",
        CliResult.RunOnTerminal("listen", WriteWav(), "--weights", _weights).Out);

    [Fact]
    public void A_terminal_as_input_is_refused() => CliResult.RunOnTerminal("listen").AssertFailed(
        2, "standard input is a terminal, expected sound from a pipe, or --microphone; see kws listen --help");

    [Fact]
    public void Two_inputs_are_refused() => CliResult.Run("listen", "-", "--device-command", "x").AssertFailed(
        2, "'-' and --device-command are 2 inputs, expected one");

    [Theory]
    [InlineData("--threshold", "0", "a number more than 0 and at most 1")]
    [InlineData("--threshold", "1.01", "a number more than 0 and at most 1")]
    [InlineData("--threshold", "high", "a number more than 0 and at most 1")]
    [InlineData("--smoothing", "0", "an integer from 1 to 1000")]
    [InlineData("--smoothing", "1001", "an integer from 1 to 1000")]
    public void Numbers_out_of_range_are_refused(string option, string value, string expected) =>
        CliResult.Run("listen", option, value).AssertFailed(2, $"{option} is '{value}', expected {expected}; see kws listen --help");

    [Fact]
    public void Labels_without_a_keyword_are_refused() => CliResult.Run(
        "listen", "--weights", TwoLabels(), "--model-size-info", "2 48 4 4 2 2 16 3 3 1 1",
        "--labels", _directory.Write("labels.txt", "_silence_\n_unknown_\n"))
        .AssertFailed(3, "Keywords: there is none among the labels _silence_, _unknown_");

    [Fact]
    public void An_odd_byte_is_told_after_what_was_heard() => AssertFailed(
        Listen([.. Bytes(DetectedAt), 0], "-"), Header + Detection,
        "standard input: the sound ends with a block of 1 bytes, expected 2 (blocks of 1 x 16 bits)");

    [Fact]
    public void No_sound_is_told() => AssertFailed(Listen([], "-"), "", "standard input: there is no sound");

    [Fact]
    public void A_value_beyond_32_bits_names_the_sample()
    {
        KwsModel model = Models.Make(
            DsCnn.Default, (spec, i) => Models.IsBias(spec) ? int.MaxValue : KwsModel.Default[Models.Like(spec)][i]);
        WeightFile.Write(_weights, model);
        AssertFailed(Listen(Bytes(DetectedAt), "-"), Header, "sample 15872: fc1: a value does not fit 32 bits");
    }

    [Fact]
    public void A_command_gives_the_sound()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        string raw = _directory.PathOf("it's raw");
        File.WriteAllBytes(raw, Bytes(DetectedAt));
        Assert.Equal(new CliResult(0, Header + Detection, ""), Hear($"cat \"{raw}\" | cat"));
    }

    [Theory]
    [InlineData("exit 5", "--device-command 'exit 5': failed with exit code 5")]
    [InlineData("kill -9 $$", "--device-command 'kill -9 $$': failed with exit code 137")]
    [InlineData(
        "no-such-recorder -q 2> /dev/null",
        "--device-command 'no-such-recorder -q 2> /dev/null': there is no such program (exit code 127)")]
    [InlineData("true", "--device-command 'true': there is no sound")]
    [InlineData("printf abc", "--device-command 'printf abc': the sound ends with a block of 1 bytes, expected 2 (blocks of 1 x 16 bits)")]
    [InlineData("printf abc; exit 1", "--device-command 'printf abc; exit 1': failed with exit code 1")]
    public void A_command_that_fails_is_told(string command, string message)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        // The header comes with the first sound.
        AssertFailed(Hear(command), command.Contains("abc", StringComparison.Ordinal) ? Header : "", message);
    }

    [Fact]
    public void A_detection_is_printed_while_the_pipe_stays_open()
    {
        using Process process = KwsProcess.Start(KwsProcess.Path, "listen", "-", "--weights", _weights);
        process.StandardInput.BaseStream.Write(Bytes(DetectedAt));
        process.StandardInput.BaseStream.Flush();
        Assert.Equal(Header + Detection, ReadLine(process) + ReadLine(process));
        Assert.Equal(new CliResult(0, "", ""), KwsProcess.Finish(process));
    }

    /// <summary>The second signal ends it at once.</summary>
    [Theory]
    [InlineData("kill -INT \"$1\"")]
    [InlineData("kill -INT \"$1\"; kill -TERM \"$1\"")]
    public void Interrupting_it_ends_it_and_its_command(string interrupt)
    {
        KwsProcess.RequireInterrupts();
        string pid = _directory.PathOf("pid");
        using Process process = KwsProcess.Start(
            KwsProcess.Path, "listen", "--device-command",
            $"sleep 1000 2> /dev/null & echo $! > '{pid}.new'; mv '{pid}.new' '{pid}'; wait");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(pid), KwsProcess.Timeout));
        KwsProcess.RunInShell(interrupt, $"{process.Id}");
        CliResult result = KwsProcess.Wait(process);
        Assert.Equal(("", "kws: cancelled\n"), (result.Out, result.Error));
        Assert.True(result.ExitCode is 130 or 143, $"exit code {result.ExitCode}");
        string child = File.ReadAllText(pid).Trim();
        Assert.True(SpinWait.SpinUntil(() => HasEnded(child), KwsProcess.Timeout), "the command continues");
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_it_silently()
    {
        using Process process = KwsProcess.Start(KwsProcess.Path, "listen", "-", "--weights", _weights);
        // As many bytes as a header is known by.
        process.StandardInput.BaseStream.Write(Bytes(6));
        process.StandardInput.BaseStream.Flush();
        Assert.Equal(Header, ReadLine(process));
        process.StandardOutput.Close();
        process.StandardInput.BaseStream.Write(Bytes(DetectedAt));
        process.StandardInput.BaseStream.Flush();
        Assert.True(process.WaitForExit(KwsProcess.Timeout), "it listens on");
        Assert.Equal((0, ""), (process.ExitCode, KwsProcess.Rest(process.StandardError)));
    }

    private static byte[] Bytes(int samples) => [.. Wav.Pulses(samples).SelectMany(BitConverter.GetBytes)];

    private static string ReadLine(Process process) =>
        process.StandardOutput.ReadLineAsync().WaitAsync(KwsProcess.Timeout).GetAwaiter().GetResult() + "\n";

    /// <summary>Nobody may have waited for it, so that its remains are still listed.</summary>
    private static bool HasEnded(string pid) =>
        !File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void AssertFailed(CliResult result, string output, string message) =>
        Assert.Equal(new CliResult(3, output, $"kws: {message}\n"), result);

    private CliResult Listen(byte[] input, params string[] args) => Listen(new MemoryStream(input), args);

    private CliResult Listen(Stream input, params string[] args) =>
        CliResult.RunWithInput(input, ["listen", .. args, "--weights", _weights]);

    private CliResult Hear(string command) => CliResult.Run("listen", "--device-command", command, "--weights", _weights);

    private string TwoLabels()
    {
        string path = _directory.PathOf("two.h");
        WeightFile.Write(path, Models.Make(DsCnn.Parse("2 48 4 4 2 2 16 3 3 1 1", 2), (_, _) => 0));
        return path;
    }

    private string WriteWav()
    {
        string path = _directory.PathOf("sound.wav");
        Wav.Write(path, MemoryMarshal.Cast<byte, short>(Bytes(DetectedAt)));
        return path;
    }
}
