using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Of a clip that is longer than a second every command takes the same one, that with the word.</summary>
public sealed class LongClipTests : IDisposable
{
    private const int Onset = 40_000;
    private const int Length = 11_200;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _clip;
    private readonly string _expected;

    public LongClipTests()
    {
        IEnumerable<short> word = Enumerable.Range(0, Length).Select(i => (short)(8000 * Math.Sin((0.1 + (0.00002 * i)) * i)));
        short[] sound = [.. new short[Onset], .. word, .. new short[20_000]];
        _clip = _directory.PathOf("clip.wav");
        Wav.Write(_clip, sound);
        _expected = TextOf(CliResult.Run("classify", _clip, "--json").Out);

        // The word is found in steps of 10 ms, so that its middle is in steps of 5 ms.
        Assert.Contains(_expected, Enumerable.Range(-10, 21).Select(step => Onset + ((Length - 15_872) / 2) + (80 * step)).Select(
            start => string.Join(',', LabelledClips.LogitsOf(sound[start..]))));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Files_and_standard_input_give_the_same_logits()
    {
        Assert.Equal(_expected, TextOf(CliResult.RunWithInput(File.OpenRead(_clip), "classify", "-", "--json").Out));
        Assert.Equal(_expected, Labelled(CliResult.Run("label-wav", _clip, "--top", "4")));
        Assert.Equal(_expected, Labelled(CliResult.RunWithInput(File.OpenRead(_clip), "label-wav", "-", "--top", "4")));
    }

    [Fact]
    public void Fingerprints_traces_and_recorded_cases_are_of_the_same_second()
    {
        string fingerprints = _directory.PathOf("f.txt");
        Assert.Equal(0, CliResult.Run("fingerprints", _clip, "--output", fingerprints).ExitCode);
        Assert.Equal(_expected, TextOf(CliResult.Run("classify", fingerprints, "--json").Out));

        string logits = KwsModel.Default.Network.Layers[^1].Name;
        string[] traced = CliResult.Run("trace", _clip, "--layer", logits).Out.TrimEnd('\n').Split('\n');
        Assert.Equal(_expected.Split(','), traced[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^4..]);

        string cases = _directory.PathOf("cases.txt");
        Assert.Equal(0, CliResult.Run("record", _clip, "--output", cases).ExitCode);
        Assert.Equal(_expected, TextOf(CliResult.Run("classify", cases, "--json").Out));
    }

    private static string TextOf(string json) =>
        string.Join(',', JsonDocument.Parse(json).RootElement.GetProperty("logits").EnumerateArray());

    private static string Labelled(CliResult result)
    {
        Dictionary<string, string> logits =
            result.Out.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[2], cells => cells[4]);
        return string.Join(',', KwsModel.Default.Labels.Select(label => logits[label]));
    }
}
