using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kws.Audio;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>
/// From samples to logits in integers, three ways: kws label-wav, the C sources of kws export c on a Cortex-M3, and the circuit of kws
/// export verilog in a simulator.
/// </summary>
public sealed class SampleToLogitsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory(Explicit = true)]
    [InlineData("default", "cat.wav", 1)]
    [InlineData("default", "happy.wav", 16)]
    [InlineData("live", "happy.wav", 16)]
    public void The_same_sound_has_the_same_logits(string inside, string sound, int multipliers)
    {
        Tool.Require("iverilog");
        KwsModel model = InsideModels.Of(inside)!;
        FrontEnd frontEnd = model.FrontEnd with { Arithmetic = FrontEndArithmetic.Integers };
        model = new KwsModel(model.Network, model.Tensors, model.Labels, frontEnd);
        string modelFile = _directory.PathOf("model.safetensors");
        model.Save(modelFile);

        // One fingerprint's sound at the rate of the model, so that nothing is resampled or chosen.
        var samples = new short[frontEnd.ClipLength];
        using (FileStream stream = File.OpenRead(TestData.PathOf(sound)))
        {
            WavFile.Read(stream, sound, frontEnd.SampleRate, samples);
        }

        string clip = _directory.PathOf("clip.wav");
        using (FileStream stream = File.Create(clip))
        {
            WavOutput.Write(stream, samples, frontEnd.SampleRate);
        }

        int[] labelled = LabelWav(clip, modelFile, model);
        Assert.Equal(labelled, InC(samples, modelFile, model));
        Assert.Equal(labelled, InVerilog(clip, modelFile, model, multipliers));
    }

    private static int[] LabelWav(string clip, string modelFile, KwsModel model)
    {
        CliResult result = CliResult.Run("label-wav", clip, "--model", modelFile, "--json", "--top", $"{model.Labels.Length}");
        var logits = JsonDocument.Parse(result.Out).RootElement.GetProperty("labels").EnumerateArray()
            .ToDictionary(label => label.GetProperty("label").GetString()!, label => label.GetProperty("logit").GetInt32());
        return [.. model.Labels.Select(label => logits[label])];
    }

    private int[] InC(short[] samples, string modelFile, KwsModel model)
    {
        string folder = _directory.PathOf("c");
        Assert.Equal(0, CliResult.Run("export", "c", "--model", modelFile, "--output", folder).ExitCode);
        return CProgram.Firmware(folder, model, "cortex-m3", "mps2-an385").Hear([samples]).Single().Logits;
    }

    /// <summary>The logits that the circuit computes: without golden ones the test bench prints each.</summary>
    private int[] InVerilog(string clip, string modelFile, KwsModel model, int multipliers)
    {
        string folder = _directory.PathOf("rtl");
        CliResult result = CliResult.Run(
            "export", "verilog", clip, "--model", modelFile, "--multipliers", $"{multipliers}", "--output", folder);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Tool.Run(folder, "sh", "-c", "iverilog -g2005 -o kws.vvp *.v");
        Assert.Contains("PASS 1 fingerprints, ", Tool.Run(folder, "vvp", "-n", "kws.vvp"), StringComparison.Ordinal);

        File.WriteAllLines(Path.Combine(folder, "logits.mem"), Enumerable.Repeat("x", model.Network.LabelCount));
        string printed = Tool.Run(folder, "vvp", "-n", "kws.vvp");
        return [.. Enumerable.Range(0, model.Network.LabelCount).Select(label => int.Parse(
            Regex.Match(printed, $"label {label}: expected [^,]*, got (-?[0-9]+) ").Groups[1].Value, CultureInfo.InvariantCulture))];
    }
}
