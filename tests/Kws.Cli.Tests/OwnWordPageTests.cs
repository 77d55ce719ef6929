using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Kws.Audio;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>
/// The commands of docs/use/own-word.md, one after the other, on words that espeak-ng speaks instead of a microphone. Skipped without it;
/// CI installs it and counts that this test ran.
/// </summary>
public sealed partial class OwnWordPageTests : IDisposable
{
    private const int Rate = 16_000;

    private static readonly string[] Voices = ["en-us+m3", "en-us+f2", "en-gb+m7"];
    private static readonly string[] OtherWords = ["table", "garden", "window", "yellow", "people", "water", "almost", "orange"];

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(1);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_newcomer_gets_from_nothing_to_a_working_detector()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        Assert.SkipWhen(!IsInstalled("espeak-ng"), "NOT RUN: espeak-ng is missing");
        TestContext.Current.TestOutputHelper?.WriteLine("with espeak-ng");
        string[] commands =
        [
            .. Block().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "own-word.md")))
                .SelectMany(block => block.Groups["text"].Value.TrimEnd().Split('\n')),
        ];
        Assert.Equal(7, commands.Length);
        PutInPath();

        // A user says the word 30 times, and once too quietly.
        short[] take = Say("loomoss", 0);
        WriteMicrophone([Quiet(1), [.. take.Select(sample => (short)(sample / 60))], .. Takes(30)]);
        CliResult collected = Run(commands[0]);
        Assert.Equal(1, Regex.Count(collected.Error, "once more, this was too quiet"));
        Assert.Equal(
            "30 recordings in recordings/lumos. Next: kws train --recordings recordings/lumos --output lumos.safetensors\n", collected.Out);
        Assert.Equal(30, Directory.GetFiles(_directory.PathOf("recordings/lumos")).Length);

        WriteMicrophone([Quiet(1), .. OtherWords.SelectMany((word, i) => (short[][])[Say(word, i), Quiet(0.3)])]);
        Run(commands[1]);
        Run(commands[2]);

        // The page's steps take a minute; so few suffice for a few voices that speak alike.
        string trained = Run(commands[3] + " --steps 200").Out;
        Match found = Regex.Match(trained, "(?m)^lumos +[0-9.]+ +30 +([0-9]+) ");
        Assert.True(int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) >= 20, trained);
        Assert.Contains("tell no speakers", trained, StringComparison.Ordinal);

        Run(commands[4]);
        Assert.Matches("(?m)^lumos ", Run(commands[5]).Out);

        WriteMicrophone([.. Takes(6)]);
        string heard = Run(commands[6]).Out;
        Assert.InRange(Regex.Count(heard, "(?m)^[0-9.]+,lumos,"), 4, 6);
    }

    private static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>A folder with kws, and with an arecord that records the sound of the test, to standard output or to a file.</summary>
    private void PutInPath()
    {
        Directory.CreateDirectory(_directory.PathOf("bin"));
        File.CreateSymbolicLink(_directory.PathOf("bin/kws"), KwsProcess.Path);
        string script = _directory.Write(
            "bin/arecord",
            "#!/bin/sh\nfor last; do :; done\n"
            + $"[ \"$last\" = - ] && exec cat '{Microphone}.raw'\ncp '{Microphone}.wav' \"$last\"\n");
        Assert.Equal(0, KwsProcess.RunInShell("chmod +x \"$1\"", script).ExitCode);
    }

    private string Microphone => _directory.PathOf("microphone");

    private void WriteMicrophone(short[][] sound)
    {
        short[] samples = [.. sound.SelectMany(part => part), .. Quiet(1)];
        File.WriteAllBytes($"{Microphone}.raw", MemoryMarshal.AsBytes(samples.AsSpan()).ToArray());
        Wav.Write($"{Microphone}.wav", samples);
    }

    private CliResult Run(string command)
    {
        CliResult result = KwsProcess.RunInShell(
            $"cd '{_directory.Root}' && PATH=\"$PWD/bin:$PATH\" && set -o pipefail && {command}");

        // 141: arecord writes to a pipe that kws has closed, since it has enough.
        Assert.True(result.ExitCode is 0 or 141, $"{command}: {result.ExitCode}: {result.Error}");
        return result;
    }

    private IEnumerable<short[]> Takes(int count) =>
        Enumerable.Range(0, count).SelectMany(i => (short[][])[Quiet(0.9), Say("loomoss", i)]);

    private short[] Quiet(double seconds) => [.. Enumerable.Range(0, (int)(seconds * Rate)).Select(_ => (short)_random.Next(-15, 16))];

    private short[] Say(string text, int take)
    {
        string path = _directory.PathOf("said.wav");
        using Process process = Process.Start(
            "espeak-ng",
            [
                "-v", Voices[take % Voices.Length], "-p", $"{_random.Next(35, 66)}", "-s", $"{_random.Next(140, 181)}", "-w", path, text,
            ]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return WavFile.Read(path, Rate);
    }

    [GeneratedRegex("(?m)^```sh\n(?<text>[^`]+)^```")]
    private static partial Regex Block();
}
