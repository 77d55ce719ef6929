using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;

namespace Kws.Cli.Tests;

/// <summary><c>kws evaluate --float</c>, on a small graph with the labels no and yes.</summary>
public sealed class EvaluateFloatTests : IDisposable
{
    private static readonly string[] Words = ["no", "yes"];

    private static readonly string Graph = TestData.PathOf("dnn");

    private readonly TemporaryDirectory _directory = new();
    private readonly string _labels;

    public EvaluateFloatTests() => _labels = _directory.Write("labels.txt", "no\nyes\n");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Clips_are_counted_as_the_network_classifies_them()
    {
        int[][] expected = [[0, 0], [0, 0]];
        FloatNetwork network = TensorFlowGraph.Import(Graph, [.. Words]);
        foreach ((int truth, short[] samples) in Clips())
        {
            double[] logits = network.Logits(samples);
            expected[truth][logits[1] > logits[0] ? 1 : 0]++;
        }

        CliResult result = Run("--json");
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        JsonElement testing = JsonDocument.Parse(result.Out).RootElement.GetProperty("testing");
        Assert.Equal(expected, testing.GetProperty("confusion").EnumerateArray().Select(
            row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray()));
        Assert.Contains("testing: 8 clips, accuracy ", Run("--threads", "1").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_float_file_is_evaluated_as_its_graph()
    {
        _ = Clips();
        string file = _directory.PathOf("float.safetensors");
        TensorFlowGraph.Import(Graph, [.. Words]).Save(file);
        Assert.Equal(Run("--json"), CliResult.Run("evaluate", _directory.PathOf("data"), "--float", "--model", file, "--json"));
    }

    [Fact]
    public void A_clip_that_cannot_be_read_ends_it_or_is_left_out()
    {
        _ = Clips();
        string bad = _directory.Write("data/no/0f250098_nohash_9.wav", "no sound");
        CliResult ended = Run();
        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith($"kws: {bad}: ", ended.Error);
        string skipped = _directory.PathOf("bad.txt");
        CliResult result = Run("--skip-bad", skipped);
        Assert.Equal((0, "clips: 8, skipped: 1\n"), (result.ExitCode, result.Error));
        Assert.Contains(bad, File.ReadAllText(skipped), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals()
    {
        _ = Clips();
        string data = _directory.PathOf("data");
        CliResult.Run("evaluate", data, "--float", "--model", Graph).AssertFailed(
            2, $"{Graph}: a graph has no names of labels, expected --labels or a file labels.txt beside it");
        CliResult.Run("evaluate", data, "--float", "--labels", _labels).AssertFailed(
            2, "--float needs a float network: --model with a TensorFlow graph, or with a float file");
        string integers = _directory.PathOf("integers.safetensors");
        KwsModel.Default.Save(integers);
        CliResult.Run("evaluate", data, "--float", "--model", integers).AssertFailed(
            3, $"{integers}: metadata 'kws_float' is missing: this is a model of integers, expected a float network");
        Run("--kernel", "Scalar").AssertFailed(2, "--kernel: --float computes in floating point, without a kernel");
        Run("--shift-study").AssertFailed(2, "--shift-study and --float are two arithmetics, expected one");
        Run("--frames", "4", "--hop", "160").AssertFailed(
            2, "--frames, --hop: --float takes network and front end from the file that --model names");
        CliResult.Run("evaluate", data, "--float", "--model", _labels, "--labels", _labels).AssertFailed(
            3, $"{_labels}: this is not a TensorFlow graph (a binary GraphDef), or it is cut off");
        CliResult.Run("evaluate", data, "--float", "--model", "gone.pb", "--labels", _labels).AssertFailed(
            3, "gone.pb: there is no such file");
        CliResult.Run("evaluate", Graph, "--float", "--model", Graph, "--labels", _labels).AssertFailed(
            3, $"{Graph}: this is a file, expected a folder of clips: --float takes no fingerprints");
        CliResult.Run("evaluate", "gone", "--float", "--model", Graph, "--labels", _labels).AssertFailed(
            3, "gone: there is no such directory");
        string three = _directory.Write("three.txt", "no\nyes\nmaybe\n");
        CliResult.Run("evaluate", data, "--float", "--model", Graph, "--labels", three).AssertFailed(
            3, $"{Graph}: 3 labels for 2 logits, expected one per logit");
        Directory.CreateDirectory(_directory.PathOf("data/cat"));
        Wav.Write(_directory.PathOf("data/cat/0f250098_nohash_0.wav"), Wav.Tones(0.1, 1));
        Run().AssertFailed(3, $"{_directory.PathOf("data/cat/0f250098_nohash_0.wav")}: the model has neither a label 'cat' nor "
            + "'_unknown_'; its labels are no, yes");
    }

    private CliResult Run(params string[] options) =>
        CliResult.Run(["evaluate", _directory.PathOf("data"), "--float", "--model", Graph, "--labels", _labels, .. options]);

    /// <summary>Writes four clips of a speaker of the testing set for each word.</summary>
    private List<(int Truth, short[] Samples)> Clips()
    {
        var clips = new List<(int, short[])>();
        foreach ((int truth, string word) in Words.Index())
        {
            for (int i = 0; i < 4; i++)
            {
                short[] samples = Wav.Tones(0.1, 1 + (4 * truth) + i);
                string path = _directory.PathOf($"data/{word}/0f250098_nohash_{i}.wav");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Wav.Write(path, samples);
                clips.Add((truth, samples));
            }
        }

        return clips;
    }
}
