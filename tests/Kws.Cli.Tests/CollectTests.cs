using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Kws.Audio;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary><c>kws collect</c> on sound made in code: quiet noise with tones of half a second as words.</summary>
public sealed class CollectTests : IDisposable
{
    private const int Rate = 16_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(1);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Each_word_is_a_file_with_the_sound_just_around_it()
    {
        CliResult result = Collect([Quiet(1.3), Word(0.5, 8000), Quiet(2), Word(0.7, 8000), Quiet(1)], "--count", "2");
        Assert.Equal(0, result.ExitCode);
        string folder = _directory.PathOf("recordings/lumos");
        Assert.Equal($"2 recordings in {folder}. Next: kws train --recordings {folder} --output lumos.safetensors\n", result.Out);
        Assert.Equal(
            $"""
             kws: say 'lumos' (1 of 2)
             kws: {folder}/001.wav: 0.50 s, at most -12 dB
             kws: say 'lumos' (2 of 2)
             kws: {folder}/002.wav: 0.70 s, at most -12 dB

             """,
            Regex.Replace(result.Error, "0.[57][0-9] s", match => match.Value[..3] + "0 s"));
        short[] first = WavFile.Read(Path.Combine(folder, "001.wav"), Rate);
        Assert.InRange(first.Length, 1.28 * Rate, 1.33 * Rate);
        Assert.All(first[..(int)(0.38 * Rate)], sample => Assert.InRange(sample, -20, 20));
        Assert.All(first[^(int)(0.38 * Rate)..], sample => Assert.InRange(sample, -20, 20));
        Assert.InRange(WavFile.Read(Path.Combine(folder, "002.wav"), Rate).Length, 1.48 * Rate, 1.53 * Rate);
    }

    [Fact]
    public void Numbers_continue_after_those_in_the_folder()
    {
        short[][] sound = [Quiet(1), Word(0.5, 8000), Quiet(1)];
        Assert.Equal(0, Collect(sound, "--count", "1").ExitCode);
        File.Move(_directory.PathOf("recordings/lumos/001.wav"), _directory.PathOf("recordings/lumos/041.wav"));
        _directory.Write("recordings/lumos/anna.wav", "a file of the user's own");
        Assert.Equal(0, Collect(sound, "--count", "1").ExitCode);
        Assert.Equal(
            ["041.wav", "042.wav", "anna.wav"],
            Directory.GetFiles(_directory.PathOf("recordings/lumos")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Bad_recordings_are_asked_for_again_each_for_its_reason()
    {
        CliResult result = Collect(
            [
                Quiet(1), Word(0.5, 300), Quiet(1), Word(0.5, 60_000), Quiet(1), Word(2.3, 8000), Quiet(1), Word(4, 8000), Quiet(1),
                Word(0.02, 20_000), Quiet(1), Word(0.5, 8000), Quiet(1),
            ],
            "--count", "1");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["001.wav"], Directory.GetFiles(_directory.PathOf("recordings/lumos")).Select(Path.GetFileName));
        Assert.Collection(
            result.Error.TrimEnd('\n').Split('\n'),
            line => Assert.Equal("kws: say 'lumos' (1 of 1)", line),
            line => Assert.Matches(
                "^kws: once more, this was too quiet, its loudest sample is at -41 dB, expected -34 dB or more: come closer, or turn the "
                + "microphone up. Say 'lumos' \\(1 of 1\\)$", line),
            line => Assert.StartsWith("kws: once more, this was clipped: speak softer, or turn the microphone down. Say ", line),
            line => Assert.Matches("^kws: once more, this was 2.[0-9] s long, expected one word of 2 s at most. Say ", line),
            line => Assert.StartsWith("kws: once more, this was without an end within 3 s: ", line),
            line => Assert.Contains("001.wav: 0.5", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Sound_that_ends_too_soon_keeps_what_was_recorded()
    {
        CliResult result = Collect([Quiet(1), Word(0.5, 8000), Quiet(1), Word(0.5, 8000), Quiet(0.1)], "--count", "3");
        string folder = _directory.PathOf("recordings/lumos");
        Assert.Equal(3, result.ExitCode);
        Assert.EndsWith(
            "kws: once more, this was cut off by the end of the sound. Say 'lumos' (2 of 3)\n"
            + $"kws: standard input: the sound ended before 3 recordings; 1 recording of this run is in {folder}\n",
            result.Error, StringComparison.Ordinal);
        Assert.Equal(["001.wav"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task Ctrl_C_keeps_what_was_recorded()
    {
        KwsProcess.RequireInterrupts();
        string folder = _directory.PathOf("recordings/lumos");
        using Process process = KwsProcess.Start(KwsProcess.Path, "collect", "lumos", "--output", _directory.PathOf("recordings"));
        byte[] sound = MemoryMarshal.AsBytes<short>(Join([Quiet(1), Word(0.5, 8000), Quiet(1)])).ToArray();
        await process.StandardInput.BaseStream.WriteAsync(sound, TestContext.Current.CancellationToken);
        await process.StandardInput.BaseStream.FlushAsync(TestContext.Current.CancellationToken);
        var lines = new List<string?>();
        while (lines.Count < 3)
        {
            lines.Add(await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("kws: say 'lumos' (2 of 30)", lines[2]);
        Assert.Equal(0, KwsProcess.RunInShell("kill -INT \"$1\"", $"{process.Id}").ExitCode);
        CliResult result = KwsProcess.Wait(process);
        Assert.Equal((130, $"kws: cancelled; 1 recording of this run is in {folder}\n"), (result.ExitCode, result.Error));
        Assert.Equal(["001.wav"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Silence_is_told_and_leaves_nothing()
    {
        CliResult result = Collect([new short[32 * Rate]]);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(2, Regex.Count(result.Error, "kws: nothing was heard for 15 s. Say 'lumos' \\(1 of 30\\)\n"));
        Assert.Empty(_directory.Names);
    }

    [Fact]
    public void On_a_terminal_a_meter_shows_the_level()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string raw = _directory.Write("sound.raw", MemoryMarshal.AsBytes(Join([Quiet(1), Word(0.5, 8000), Quiet(1)])));
        CliResult result = CliResult.RunOnTerminal(
            "collect", "lumos", "--count", "1", "--output", _directory.PathOf("words"), "--device-command", $"cat '{raw}'");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\r[##############......] -15 dB  say 'lumos' (1 of 1)", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\rkws: " + _directory.PathOf("words/lumos/001.wav") + ": 0.50 s, at most -12 dB\n", result.Error);
    }

    [Fact]
    public void What_cannot_be_recorded_is_one_line()
    {
        Fails(2, "the word is '_unknown_', expected a word that does not begin with _; see kws collect --help", "_unknown_");
        Fails(2, "the word is 'a/b', expected a word without '/'; see kws collect --help", "a/b");
        Fails(2, "the word is 'a,b', expected a word without ','; see kws collect --help", "a,b");
        Fails(2, "--count is '0', expected an integer from 1 to 10000; see kws collect --help", "lumos", "--count", "0");
        Fails(3, "standard input: there is no sound", "lumos", "--output", _directory.PathOf("none"));
        string file = _directory.Write("file", "");
        Fails(3, $"{file}: this is a file, expected a folder", "lumos", "--output", file);
        CliResult.RunWithInput(new MemoryStream("OggS\0......."u8.ToArray()), "collect", "lumos").AssertFailed(
            3, "standard input: this is an Ogg file, expected a WAV file or raw samples", prefixOnly: true);
        CliResult.RunOnTerminal("collect", "lumos").AssertFailed(
            2, "standard input is a terminal, expected sound from a pipe, or --microphone; see kws collect --help");
        Assert.Equal(["file"], _directory.Names);

        static void Fails(int exitCode, string message, params string[] args) =>
            CliResult.RunWithInput(Stream.Null, ["collect", .. args]).AssertFailed(exitCode, message);
    }

    private CliResult Collect(short[][] sound, params string[] options) => CliResult.RunWithInput(
        new MemoryStream(MemoryMarshal.AsBytes<short>(Join(sound)).ToArray()),
        ["collect", "lumos", "--output", _directory.PathOf("recordings"), .. options]);

    private static short[] Join(short[][] sound) => [.. sound.SelectMany(part => part)];

    private short[] Quiet(double seconds) => [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (short)_random.Next(-20, 21))];

    private static short[] Word(double seconds, double amplitude) =>
    [
        .. Enumerable.Range(0, (int)(seconds * Rate)).Select(i =>
            (short)Math.Clamp(amplitude * Math.Sin(2 * Math.PI * 440 * i / Rate), short.MinValue, short.MaxValue)),
    ];
}
