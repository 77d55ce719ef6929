using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>A file that is rewritten while a command reads it ends the command, which might mix both contents otherwise.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("classify")]
    [InlineData("evaluate", "--split", "testing")]
    [InlineData("verify", "--random", "0")]
    [InlineData("label-wav")]
    [InlineData("listen")]
    [InlineData("tune")]
    public void A_clip(string command, params string[] options)
    {
        string path = _directory.PathOf("cat/a.wav");
        _directory.Touch("cat/a.wav");
        Wav.Write(path, new short[16_000]);
        AssertNoticed(path, [command, path, .. options]);
    }

    [Fact]
    public void A_label_track()
    {
        string recording = _directory.PathOf("a.wav");
        Wav.Write(recording, new short[16_000]);
        AssertNoticed(_directory.Write("a.txt", "0\t1\tcat\n"), "tune", recording);
    }

    [Fact]
    public void A_clip_that_becomes_a_fingerprint()
    {
        string path = _directory.PathOf("a.wav");
        Wav.Write(path, new short[16_000]);
        string output = _directory.PathOf("f.txt");
        AssertNoticed(path, "fingerprints", path, "--output", output);
    }

    [Fact]
    public void Printed_layers_and_recorded_cases()
    {
        string printed = _directory.Write("layers.txt", PrintedLayers.Named(PrintedLayers.Trace(0)));
        AssertNoticed(printed, "replay", printed);
        string recorded = _directory.PathOf("cases.txt");
        CliResult.Run("record", TestData.GoldenFingerprint, "--output", recorded);
        AssertNoticed(recorded, "replay", recorded);
        AssertNoticed(recorded, "classify", recorded);
    }

    [Fact]
    public void A_model_and_its_labels()
    {
        string model = _directory.PathOf("m.safetensors");
        CliResult.Run("model", "convert", HardwareTeam.Weights, model);
        AssertNoticed(model, "model", "show", "--model", model);
        string labels = _directory.Write("labels.txt", "a\nb\nc\nd\n");
        AssertNoticed(labels, "model", "show", "--labels", labels);
    }

    [Fact]
    public void A_network_that_is_imported()
    {
        string folder = CmsisFolder.Write(_directory);
        string network = Path.Combine(folder, "network.json");
        AssertNoticed(network, "import", "cmsis", folder, "--output", _directory.PathOf("m.safetensors"));
    }

    private static void AssertNoticed(string path, params string[] command)
    {
        CliResult refused = Rewriting.Until(path, () => CliResult.Run(command) is { ExitCode: not 0 } failed ? failed : null);
        Assert.Equal(3, refused.ExitCode);
        Assert.StartsWith($"kws: {path}: the file was changed while it was read: ", refused.Error, StringComparison.Ordinal);
    }
}
