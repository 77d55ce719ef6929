using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Commands take a network of another family, whose fingerprints have other bits, as they take the default one.</summary>
public sealed class AnyNetworkTests : IDisposable
{
    private const int Count = 5;

    private readonly TemporaryDirectory _directory = new();
    private readonly string _fingerprints;

    public AnyNetworkTests()
    {
        var random = new Random(3);
        _fingerprints = _directory.Write("f.txt", string.Concat(Enumerable.Range(0, Count).Select(
            _ => string.Join(' ', Enumerable.Range(0, 12).Select(_ => random.Next(-128, 128))) + "\n")));
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(8)]
    [InlineData(4)]
    public void Kernels_are_verified(int bits)
    {
        string inputs = bits == 8 ? _fingerprints : _directory.Write("few.txt", "7 -8 7 -8 7 -8 7 -8 7 -8 7 -8\n");
        CliResult result = CliResult.Run("verify", inputs, "--random", "320", "--seed", "1", "--model", ModelOf(bits));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"(?m)^Scalar +34[0-9] +0  identical", result.Out);
    }

    [Fact]
    public void Recorded_cases_are_replayed_and_are_inputs()
    {
        string model = ModelOf(8);
        string cases = _directory.PathOf("cases.txt");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("record", _fingerprints, "--output", cases, "--model", model));
        CliResult replayed = CliResult.Run("replay", cases, "--model", model);
        Assert.Equal((0, ""), (replayed.ExitCode, replayed.Error));
        Assert.Matches(@"(?m)^fc2 +5 +5 +0 +5 +0$", replayed.Out);
        Assert.Equal(
            CliResult.Run("classify", _fingerprints, "--model", model), CliResult.Run("classify", cases, "--model", model));
        CliResult.Run("replay", cases).AssertFailed(
            3, $"{cases}: case 'fingerprint 0 (line 1)' is of 3 layers from 3 x 4 x 1 to 1 x 1 x 3, expected that of the model, "
                + "model_size_info 2 48 4 4 2 2 16 3 3 1 1 with 4 labels and fingerprints of 30 x 10");
        CliResult.Run("classify", cases, "--model", ModelOf(6)).AssertFailed(
            3, $"{cases}: case 'fingerprint 0 (line 1)': a value of the fingerprint is {FirstBeyondSixBits()}, expected -32 to 31");
    }

    [Fact]
    public void A_trace_says_which_network_it_is() => Assert.Contains(
        "\n# network 3 x 4 x 1, fc1 1 x 1 x 5, fc1/requantized 1 x 1 x 5, fc2 1 x 1 x 3\n",
        CliResult.Run("trace", _fingerprints, "--model", ModelOf(8)).Out);

    [Fact]
    public void Ranges_have_witnesses_of_every_layer()
    {
        CliResult result = CliResult.Run("ranges", "--random", "50", "--seed", "1", "--model", ModelOf(8));
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"(?m)^fc1 +operand +exact +-128 +127 +-128 +127 +0\.00 +-128 +127$", result.Out);
        Assert.Matches(@"(?m)^fc2 +value +interval +-?[0-9]+ +-?[0-9]+ +-?[0-9]+ +-?[0-9]+ +[0-9.]+ ", result.Out);
        Assert.DoesNotContain("no witnesses", result.Out);
    }

    private int FirstBeyondSixBits() =>
        File.ReadAllText(_fingerprints).Split(' ').Select(int.Parse).First(value => value is < SixBit.Min or > SixBit.Max);

    private string ModelOf(int bits)
    {
        Network network = Dnn.Create(
            [5], new FamilyOptions { Frames = 3, Coefficients = 4, LabelCount = 3, InputBits = bits, WeightBits = 7 });
        KwsModel model = Models.Make(network, (spec, i) => (i * 37 % 128) - 64);
        string path = _directory.PathOf($"model{bits}.safetensors");
        model.Save(path);
        return path;
    }
}
