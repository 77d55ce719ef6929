using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Commands take a network with recurrent layers.</summary>
public sealed class RecurrentNetworkTests : IDisposable
{
    private const int Count = 20;

    private readonly TemporaryDirectory _directory = new();
    private readonly KwsModel _model = RecurrentModels.Small();
    private readonly string _path;
    private readonly string _fingerprints;

    public RecurrentNetworkTests()
    {
        _path = _directory.PathOf("recurrent.safetensors");
        _model.Save(_path);
        var random = new Random(4);
        _fingerprints = _directory.Write("f.txt", string.Concat(Enumerable.Range(0, Count).Select(i =>
            $"label_{i % 3}\tclip {i}\t{string.Join(' ', Enumerable.Range(0, 18).Select(_ => random.Next(-128, 128)))}\n")));
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Show_lists_layers_tensors_and_products()
    {
        string text = Run("model", "show").Out;

        // 6 x (20 x 4 + 4 x 5) and 6 x 9 x 3.
        Assert.Matches(
            "(?m)^lstm +LSTM, 5 units, shift input left 6, products left 6, cell fraction 11, peepholes left 2, projection right 6 "
                + "+6 x 1 x 4 +600 +600$",
            text);
        Assert.Matches("(?m)^gru +GRU, 3 units, shift input left 6, products left 6 +6 x 1 x 3 +162 +162$", text);
        Assert.Matches("(?m)^last +last frame +1 x 1 x 3 *$", text);
        Assert.Matches(@"(?m)^lstm/peepholes +\[gate 3\]\[unit 5\] +15 ", text);
        Assert.Matches(@"(?m)^lstm/projection +\[out 4\]\[in 5\] +20 ", text);
    }

    [Fact]
    public void Kernels_are_verified() =>
        Assert.Matches("(?m)^Scalar +3[0-9]{2} +0  identical", Run("verify", _fingerprints, "--random", "320", "--seed", "1").Out);

    [Fact]
    public void Recorded_cases_are_replayed_and_have_the_labels_of_classify()
    {
        string cases = _directory.PathOf("cases.txt");
        Run("record", _fingerprints, "--output", cases);
        string replayed = Run("replay", cases).Out;
        Assert.All(_model.Network.Layers, layer => Assert.Matches($"(?m)^{layer.Name} +20 +20 +0 +20 +0$", replayed));
        Assert.Equal(Run("classify", _fingerprints).Out, Run("classify", cases).Out);
        Assert.Contains("\nlstm [time 6][frequency 1][channel 4]\n", Run("trace", _fingerprints).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_tell_the_inside_of_recurrent_layers()
    {
        string folder = _directory.PathOf("plots");
        string text = Run("ranges", _fingerprints, "--plots", folder).Out;
        Assert.Matches("(?m)^lstm +value +interval +-128 +127 ", text);
        Assert.Matches("(?m)^lstm +cell state +-12288 +12288 +15 +15( +-?[0-9]+){2} +[0-9]+$", text);
        Assert.Matches("(?m)^gru +n sum +-[0-9]+ +[0-9]+ +2[0-9] +2[0-9] ", text);
        Assert.Contains(
            "witnesses from lstm on: the most extreme of random and given fingerprints, without a search.", text,
            StringComparison.Ordinal);
        Assert.Contains(
            "<h2>Inside recurrent layers</h2>", File.ReadAllText(Path.Combine(folder, "ranges.html")), StringComparison.Ordinal);

        JsonElement[] layers =
            [.. JsonDocument.Parse(Run("ranges", _fingerprints, "--json").Out).RootElement.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["lstm", "gru"], layers.Where(layer => layer.TryGetProperty("inside", out _)).Select(NameOf));
        JsonElement cell = layers[2].GetProperty("inside").EnumerateArray().Single(quantity => NameOf(quantity) == "cell state");
        Assert.Equal(12288, cell.GetProperty("proven").GetProperty("greatest").GetInt32());
        Assert.InRange(cell.GetProperty("observed").GetProperty("bits").GetInt32(), 8, 15);
    }

    [Fact]
    public void Ranges_without_fingerprints_have_bounds_inside() =>
        Assert.Matches("(?m)^lstm +projection sum +-[0-9]+ +[0-9]+ +17 +18$", Run("ranges").Out);

    [Fact]
    public void Widths_of_the_outputs_of_recurrent_layers_are_tried()
    {
        JsonElement lstm = JsonDocument.Parse(Run("widths", _fingerprints, "--json").Out).RootElement.GetProperty("layers")
            .EnumerateArray().Single(layer => layer.GetProperty("layer").GetString() == "lstm");
        Assert.Equal([7, 6, 5, 4, 3, 2], lstm.GetProperty("saturated").EnumerateArray().Select(one => one.GetProperty("bits").GetInt32()));
        Assert.False(lstm.TryGetProperty("observedSumBits", out _));
        Assert.Matches("(?m)^lstm +8 +[0-9] +[0-9] *$", Run("widths", _fingerprints).Out);
    }

    [Fact]
    public void Vectors_hold_every_tensor_and_the_widths_of_the_inside()
    {
        string folder = _directory.PathOf("vectors");
        Run("export", "vectors", _fingerprints, "--format", "hex", "--output", folder);
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement;
        Assert.Equal(
            _model.Network.Tensors.Select(spec => spec.Name), manifest.GetProperty("weights").EnumerateArray().Select(NameOf));
        JsonElement[] layers = [.. manifest.GetProperty("layers").EnumerateArray()];
        JsonElement[] inside = [.. layers[2].GetProperty("inside").EnumerateArray()];
        Assert.Equal(10, inside.Length);
        Assert.Equal(("cell state", 15), (NameOf(inside[8]), inside[8].GetProperty("bits").GetInt32()));
        Assert.Equal(8, layers[2].GetProperty("outputBits").GetInt32());
        Assert.Equal(["lstm", "gru"], layers.Where(layer => layer.TryGetProperty("inside", out _)).Select(NameOf));
    }

    [Fact]
    public void A_graph_is_exported()
    {
        string file = _directory.PathOf("recurrent.onnx");
        Run("export", "onnx", "--output", file);
        Assert.InRange(new FileInfo(file).Length, 1000, 100_000);
    }

    private static string? NameOf(JsonElement element) => element.GetProperty("name").GetString();

    private CliResult Run(params string[] arguments)
    {
        CliResult result = CliResult.Run([.. arguments, "--model", _path]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result;
    }
}
