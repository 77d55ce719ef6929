using System.Collections.Immutable;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;

namespace Kws.Cli.Tests;

/// <summary><c>kws quantize</c> and <c>kws label-wav --float</c>, on a small float network with the labels no and yes.</summary>
public sealed class QuantizeTests : IDisposable
{
    private static readonly FloatFrontEnd FrontEnd = new(16_000, 960, 640, 320, 20, 20, 4000, 5, isMagnitude: false);

    private readonly TemporaryDirectory _directory = new();
    private readonly FloatNetwork _network = Network(FrontEnd);
    private readonly string _file;
    private readonly string _output;

    public QuantizeTests()
    {
        (_file, _output) = (_directory.PathOf("float.safetensors"), _directory.PathOf("m.safetensors"));
        _network.Save(_file);
        Directory.CreateDirectory(_directory.PathOf("clips"));
        for (int i = 1; i < 5; i++)
        {
            Wav.Write(_directory.PathOf($"clips/{i}.wav"), Wav.Tones(0.1, i));
        }
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_float_network_becomes_a_model_that_labels_clips()
    {
        CliResult result = CliResult.Run("quantize", _file, "--calibration", _directory.PathOf("clips"), "--output", _output);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        string[] words = result.Out.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        string[] rows = ["layer", "features", "hidden", "fc"];
        Assert.Equal(rows, words.Where(rows.Contains).Take(rows.Length));
        KwsModel model = KwsModel.Load(_output);
        Assert.Equal(["no", "yes"], model.Labels);
        Assert.Equal((640, 320, 8), (model.FrontEnd.WindowLength, model.FrontEnd.HopLength, model.Network.InputBits));
        CliResult labels = CliResult.Run("label-wav", _directory.PathOf("clips"), "--model", _output);
        CliResult ofFloat = CliResult.Run("label-wav", _directory.PathOf("clips"), "--model", _file, "--float");
        Assert.Equal(LabelsOf(ofFloat.Out), LabelsOf(labels.Out));

        string others = _directory.Write("others.txt", "nein\nja\n");
        CliResult.Run("quantize", _file, "--labels", others, "--calibration", _directory.PathOf("clips"), "--output", _output);
        Assert.Equal(["nein", "ja"], KwsModel.Load(_output).Labels);

        static string[] LabelsOf(string csv) => [.. csv.Split('\n')[1..^1].Select(line => line.Split(',')[2])];
    }

    [Fact]
    public void Without_clips_it_says_what_that_costs()
    {
        const string Warning =
            "kws: no --calibration: the scales are chosen by synthesised noise, and the model may be some points less accurate\n";
        CliResult result = CliResult.Run("quantize", _file, "--output", _output);
        Assert.Equal((Warning, 0), (result.Error, result.ExitCode));

        // The same model as a command that takes a model makes of the file.
        CliResult shown = CliResult.Run("model", "convert", _file, _directory.PathOf("converted.safetensors"));
        Assert.Equal((Warning, 0), (shown.Error, shown.ExitCode));
        Assert.Equal(File.ReadAllBytes(_output), File.ReadAllBytes(_directory.PathOf("converted.safetensors")));
    }

    [Fact]
    public void Label_wav_computes_the_float_network()
    {
        double[] logits = _network.Logits(Wav.Tones(0.1, 3));
        int best = Array.IndexOf(logits, logits.Max());
        double score = 1 / (1 + Math.Exp(logits[1 - best] - logits[best]));
        string clip = _directory.PathOf("clips/3.wav");
        CliResult result = CliResult.Run("label-wav", clip, "--model", _file, "--float", "--top", "1");
        Assert.Equal(
            FormattableString.Invariant($"clip,rank,label,score,logit\n{clip},1,{_network.Labels[best]},{score:F4},{logits[best]:F4}\n"),
            result.Out);
        CliResult all = CliResult.Run("label-wav", _directory.PathOf("clips"), "--model", _file, "--float", "--json", "--threads", "1");
        Assert.Equal(4, all.Out.Split('\n').Length - 1);
        Assert.Contains(FormattableString.Invariant($"\"logit\":{Math.Round(logits[best], 4)}"), all.Out, StringComparison.Ordinal);
        CliResult table = CliResult.RunOnTerminal("label-wav", clip, "--model", _file, "--float");
        Assert.StartsWith("label   score      logit  clip\n", table.Out);
        Assert.Equal("clips: 1, floating point\n", table.Error);
    }

    [Fact]
    public void A_clip_that_cannot_be_read_fails_or_is_left_out()
    {
        string bad = _directory.Write("clips/0.wav", "no sound");
        CliResult failed = CliResult.Run("label-wav", _directory.PathOf("clips"), "--model", _file, "--float");
        Assert.Equal(3, failed.ExitCode);
        Assert.StartsWith($"kws: {bad}: ", failed.Error);
        Assert.EndsWith("kws: 1 of 5 clips failed\n", failed.Error);
        CliResult skipped = CliResult.Run(
            "label-wav", _directory.PathOf("clips"), "--model", _file, "--float", "--skip-bad", _directory.PathOf("bad.txt"));
        Assert.Equal((0, "clips: 4, skipped: 1, floating point\n"), (skipped.ExitCode, skipped.Error));
    }

    [Fact]
    public void Refusals_write_nothing()
    {
        Quantize(_directory.PathOf("gone.safetensors"), $"{_directory.PathOf("gone.safetensors")}: there is no such file");
        string integers = _directory.PathOf("integers.safetensors");
        KwsModel.Default.Save(integers);
        Quantize(integers, $"{integers}: metadata 'kws_float' is missing: this is a model of integers, expected a float network");
        string magnitudes = _directory.PathOf("magnitudes.safetensors");
        Network(new(16_000, 960, 640, 320, 20, 20, 4000, 5, isMagnitude: true)).Save(magnitudes);
        Quantize(magnitudes, $"{magnitudes}: the bands are sums of square roots of magnitudes, expected magnitudes");
        string reshaped = _directory.PathOf("reshaped.safetensors");
        new FloatNetwork(
            FrontEnd,
            [
                new FloatAveragePoolLayer("pool", new TensorShape(5, 2, 1), new Window(1, 2, 1, 1, Padding.Valid)),
                new FloatFullyConnectedLayer("fc", new TensorShape(5, 1, 1), 2, [.. new double[10]], [0, 0]),
            ],
            ["no", "yes"]).Save(reshaped);
        Quantize(reshaped, $"{reshaped}: pool: the input is 5 x 2 x 1, expected 2 x 5 x 1 as the layer before gives it");
        Assert.False(File.Exists(_output));
        string clip = _directory.PathOf("clips/1.wav");
        CliResult.Run("label-wav", clip, "--float").AssertFailed(
            2, "--float needs a float network: --model with a TensorFlow graph, or with a float file");
        CliResult.Run("label-wav", clip, "--float", "--model", _file, "--slide").AssertFailed(
            2, "--slide: --float labels the second with the word alone");
        CliResult.Run("label-wav", clip, "--float", "--model", _file, "--kernel", "Scalar").AssertFailed(
            2, "--kernel: --float computes in floating point, without a kernel");

        void Quantize(string file, string problem) => CliResult.Run(
            "quantize", file, "--calibration", _directory.PathOf("clips"), "--output", _output).AssertFailed(3, problem);
    }

    private static FloatNetwork Network(FloatFrontEnd frontEnd)
    {
        var random = new Random(1);
        return new(
            frontEnd,
            [
                new FloatFullyConnectedLayer("hidden", frontEnd.Output, 6, Values(60), Values(6)),
                new FloatReluLayer("relu", new TensorShape(1, 1, 6)),
                new FloatFullyConnectedLayer("fc", new TensorShape(1, 1, 6), 2, Values(12), Values(2)),
            ],
            ["no", "yes"]);

        ImmutableArray<double> Values(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
