using Kws.Audio;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Programs and files of detections of <c>kws listen</c>, with a model that hears "cat" in everything.</summary>
public sealed class ListenActionTests : IDisposable
{
    private const int Rate = 16_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _weights;

    public ListenActionTests()
    {
        _weights = _directory.PathOf("weight.h");
        WeightFile.Write(_weights, Models.Make(DsCnn.Default, (spec, i) => Models.IsBias(spec) && i == 2 ? 100_000 : 0));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_program_gets_the_detection_as_arguments_that_no_shell_reads()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs touch");
        string folder = _directory.PathOf("started");
        Directory.CreateDirectory(folder);
        CliResult result = Listen(
            Wav.Pulses(40_000), "--exec", $"touch '{folder}/a b {{word}} {{time}}' \"{folder}/$(x) {{score}} {{margin}};\"");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["$(x) 0.700 0.700;", "a b cat 1.408"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Words_of_a_model_are_arguments_whatever_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs touch");
        string folder = _directory.PathOf("started");
        Directory.CreateDirectory(folder);
        string labels = _directory.Write("labels.txt", "_silence_\n_unknown_\n$(touch x) {time} '\nhappy\n");
        Assert.Equal(0, Listen(Wav.Pulses(40_000), "--labels", labels, "--exec", $"touch {folder}/{{word}}").ExitCode);
        Assert.Equal(["$(touch x) {time} '"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("", 2, "--exec is '', expected a program")]
    [InlineData("say 'cat", 2, "--exec is 'say 'cat', expected an end of the part that ' begins")]
    public void A_line_that_is_no_program_is_refused(string line, int exitCode, string message) =>
        Listen(Wav.Pulses(40_000), "--exec", line).AssertFailed(exitCode, message);

    [Fact]
    public void A_program_that_is_not_there_ends_it()
    {
        CliResult result = Listen(Wav.Pulses(40_000), "--exec", "no-such-program {word}");
        Assert.Equal(
            (3, "kws: --exec 'no-such-program {word}': 'no-such-program' cannot be started, expected a program\n"),
            (result.ExitCode, result.Error));
    }

    [Fact]
    public void A_program_that_fails_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs false");
        CliResult result = Listen(Wav.Pulses(40_000), "--exec", "false");
        Assert.Equal((0, "kws: --exec 'false': failed with exit code 1\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void The_sound_of_a_detection_is_saved()
    {
        // The detection is made at 1.408 s, and there is sound to 5 s.
        short[] sound = [.. Enumerable.Range(0, 5 * Rate).Select(i => (short)(i % 3000))];
        string folder = _directory.PathOf("heard");
        Assert.Equal(0, Listen(sound, "--save", folder).ExitCode);
        Assert.Equal(0, Listen(sound[..(2 * Rate)], "--save", folder).ExitCode);
        Assert.Equal(["000001.408-cat-2.wav", "000001.408-cat.wav"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(sound[..22_528].Concat(sound[22_528..38_528]), Read("000001.408-cat.wav"));
        Assert.Equal(sound[..(2 * Rate)], Read("000001.408-cat-2.wav"));

        IEnumerable<short> Read(string name) => WavFile.Read(Path.Combine(folder, name), Rate);
    }

    [Fact]
    public void A_clip_begins_two_seconds_before_its_detection()
    {
        // No average of a thousand hops reaches the threshold before: the detection comes late.
        short[] sound = [.. Enumerable.Range(0, 50 * Rate).Select(i => (short)(i % 3000))];
        string folder = _directory.PathOf("heard");
        CliResult result = Listen(sound, "--save", folder, "--smoothing", "1000", "--json");
        int position = 15_872 + (699 * 512);
        Assert.Contains($"\"position\":{position}}}", result.Out, StringComparison.Ordinal);
        Assert.Equal(sound[(position - (2 * Rate))..(position + Rate)], WavFile.Read(Assert.Single(Directory.GetFiles(folder)), Rate));
    }

    [Fact]
    public void A_full_folder_gets_no_more()
    {
        string folder = _directory.PathOf("heard");
        Directory.CreateDirectory(folder);
        foreach (int i in Enumerable.Range(0, 1000))
        {
            File.WriteAllBytes(Path.Combine(folder, $"{i}.wav"), []);
        }

        CliResult result = Listen(Wav.Pulses(40_000), "--save", folder);
        Assert.Equal((0, $"kws: {folder}: there are 1000 files, and no more are written\n"), (result.ExitCode, result.Error));
        Assert.Equal(1000, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_file_is_no_folder()
    {
        string file = _directory.Write("file", "");
        Listen(Wav.Pulses(40_000), "--save", file).AssertFailed(3, $"{file}: this is a file, expected a folder");
    }

    [Fact]
    public void A_terminal_shows_level_and_scores()
    {
        string wav = _directory.PathOf("sound.wav");
        Wav.Write(wav, Wav.Pulses(40_000));
        string shown = CliResult.RunOnTerminal("listen", wav, "--weights", _weights).Error;
        Assert.Contains("\r[....................] -90 dB  cat [####......] 0.40  happy [..........] 0.00", shown, StringComparison.Ordinal);
        Assert.EndsWith(" \r", shown, StringComparison.Ordinal);
    }

    private CliResult Listen(short[] sound, params string[] options) => CliResult.RunWithInput(
        new MemoryStream([.. sound.SelectMany(BitConverter.GetBytes)]), ["listen", "--weights", _weights, .. options]);
}
