using System.Text;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;

namespace Kws.Cli.Tests;

/// <summary><c>kws import tensorflow</c>, on a small graph with the labels no and yes.</summary>
public sealed class ImportTensorFlowTests : IDisposable
{
    /// <summary>The bytes between the name of an attribute and its integer: a tag, a length and another tag.</summary>
    private const int IntegerAfterName = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _graph;
    private readonly string _labels;
    private readonly string _output;

    public ImportTensorFlowTests()
    {
        (_graph, _output) = (_directory.PathOf("dnn.pb"), _directory.PathOf("m.safetensors"));
        _labels = _directory.Write("labels.txt", "no\nyes\n");

        // The front end of integers has windows of 65 samples and more, the graph has one less: with 65 and a smaller stride there are as
        // many frames.
        byte[] graph = File.ReadAllBytes(TestData.PathOf("dnn"));
        graph[ValueOf("window_size")]++;
        graph[ValueOf("stride")]--;
        File.WriteAllBytes(_graph, graph);

        int ValueOf(string attribute) =>
            graph.AsSpan().IndexOf(Encoding.ASCII.GetBytes(attribute)) + attribute.Length + IntegerAfterName;
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_graph_becomes_a_model_that_labels_clips()
    {
        string folder = Clips();
        CliResult result = Run("--calibration", folder);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Contains("features", result.Out, StringComparison.Ordinal);
        KwsModel model = KwsModel.Load(_output);
        Assert.Equal(["no", "yes"], model.Labels);
        Assert.Equal(8, model.Network.InputBits);
        CliResult labels = CliResult.Run("label-wav", _directory.PathOf("clips/1.wav"), "--model", _output);
        Assert.Equal(0, labels.ExitCode);

        // The same clips give the same bytes, whatever the number of threads.
        byte[] first = File.ReadAllBytes(_output);
        Run("--calibration", folder, "--threads", "1");
        Assert.Equal(first, File.ReadAllBytes(_output));
    }

    [Fact]
    public void Without_clips_it_says_what_that_costs()
    {
        CliResult result = Run();
        Assert.Equal(
            ("kws: no --calibration: the scales are chosen by synthesised noise, and the model may be some points less accurate\n", 0),
            (result.Error, result.ExitCode));
        Assert.True(File.Exists(_output));
    }

    /// <summary>The names of labels are those of the option, or of a file beside the graph.</summary>
    [Fact]
    public void A_graph_is_taken_as_a_model()
    {
        Clips();
        string clip = _directory.PathOf("clips/1.wav");
        Run();
        string expected = CliResult.Run("label-wav", clip, "--model", _output).Out;
        CliResult beside = CliResult.Run("label-wav", clip, "--model", _graph);
        Assert.Equal((0, expected), (beside.ExitCode, beside.Out));
        Assert.StartsWith("kws: no --calibration: ", beside.Error);
        string others = _directory.Write("others.txt", "nein\nja\n");
        Assert.Equal(
            expected.Replace("no", "nein", StringComparison.Ordinal).Replace("yes", "ja", StringComparison.Ordinal),
            CliResult.Run("label-wav", clip, "--model", _graph, "--labels", others).Out);
        File.Delete(_labels);
        CliResult.Run("label-wav", clip, "--model", _graph).AssertFailed(
            2, $"{_graph}: a graph has no names of labels, expected --labels or a file labels.txt beside it");
    }

    /// <summary>The float file is the network of the graph, and is taken wherever a graph is.</summary>
    [Fact]
    public void A_graph_becomes_a_float_file()
    {
        string file = _directory.PathOf("float.safetensors");
        Assert.Equal(
            new CliResult(0, "", ""),
            CliResult.Run("import", "tensorflow", _graph, "--labels", _labels, "--float", "--output", file));
        FloatNetwork network = FloatNetwork.Load(file);
        Assert.Equal(["no", "yes"], network.Labels);
        short[] samples = Wav.Tones(0.1, 1);
        Assert.Equal(TensorFlowGraph.Import(_graph, network.Labels).Logits(samples), network.Logits(samples));
        Clips();
        string clip = _directory.PathOf("clips/1.wav");
        Assert.Equal(CliResult.Run("label-wav", clip, "--model", _graph), CliResult.Run("label-wav", clip, "--model", file));
        Run("--float", "--calibration", "x").AssertFailed(2, "--calibration: --float chooses no scales");
        Run("--float", "--threads", "1").AssertFailed(2, "--threads: --float chooses no scales");
        string three = _directory.Write("three.txt", "no\nyes\nmaybe\n");
        CliResult wrong = CliResult.Run("label-wav", clip, "--model", file, "--labels", three);
        Assert.Equal((3, $"kws: {file}: 3 labels for 2 logits, expected one per logit\n"), (wrong.ExitCode, wrong.Error));
    }

    [Fact]
    public void A_clip_that_cannot_be_read_is_left_out_and_named()
    {
        Directory.CreateDirectory(_directory.PathOf("clips"));
        string bad = _directory.Write("clips/0.wav", "no sound");
        CliResult none = Run("--calibration", _directory.PathOf("clips"));
        Assert.Equal(3, none.ExitCode);
        Assert.EndsWith($"kws: {_directory.PathOf("clips")}: no clip can be read\n", none.Error);
        CliResult result = Run("--calibration", Clips());
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith($"kws: left out: {bad}: ", result.Error);
    }

    [Fact]
    public void Refusals_write_nothing()
    {
        CliResult.Run("import", "tensorflow", TestData.PathOf("dnn"), "--labels", _labels, "--output", _output).AssertFailed(
            3, $"{TestData.PathOf("dnn")}: WindowLength is 64, expected 65 to 4096");
        Run("--calibration", "gone").AssertFailed(3, "gone: there is no such directory");
        Run("--calibration", _graph).AssertFailed(3, $"{_graph}: this is a file, expected a folder");
        string empty = Directory.CreateDirectory(_directory.PathOf("empty")).FullName;
        Run("--calibration", empty).AssertFailed(3, $"{empty}: there is no .wav file in this folder");
        CliResult.Run("import", "tensorflow", _labels, "--labels", _labels, "--output", _output).AssertFailed(
            3, $"{_labels}: this is not a TensorFlow graph (a binary GraphDef), or it is cut off");
        CliResult.Run("import", "tensorflow", _graph, "--labels", "gone.txt", "--output", _output).AssertFailed(
            3, "gone.txt: there is no such file");
        Assert.False(File.Exists(_output));
    }

    private CliResult Run(params string[] options) =>
        CliResult.Run(["import", "tensorflow", _graph, "--labels", _labels, "--output", _output, .. options]);

    private string Clips()
    {
        Directory.CreateDirectory(_directory.PathOf("clips"));
        for (int i = 1; i < 5; i++)
        {
            Wav.Write(_directory.PathOf($"clips/{i}.wav"), Wav.Tones(0.1, i));
        }

        return _directory.PathOf("clips");
    }
}
