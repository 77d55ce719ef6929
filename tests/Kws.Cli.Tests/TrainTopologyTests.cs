using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class TrainTopologyTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _data;
    private readonly string _model;

    public TrainTopologyTests()
    {
        _data = SpokenWords.Write(_directory, "data");
        _model = _directory.PathOf("my.safetensors");
    }

    public static TheoryData<string, string> All =>
        [
            .. from family in (string[])["ds-cnn", "dnn", "cnn"]
               from size in (string[])["small", "medium", "large"]
               select new TheoryDataRow<string, string>(family, size),
        ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Every_size_of_every_family_gives_a_model_that_evaluate_measures_the_same(string family, string size)
    {
        CliResult result = Train("--architecture", family, "--size", size, "--steps", "3", "--batch", "8");
        Assert.Equal(0, result.ExitCode);
        string evaluated = CliResult.Run("evaluate", _data, "--model", _model, "--split", "testing").Out;
        Assert.StartsWith(evaluated, result.Out);
    }

    [Fact]
    public void The_default_is_a_small_DS_CNN()
    {
        byte[] expected = Bytes();
        Assert.Equal(expected, Bytes("--size", "small"));
        Assert.Equal(expected, Bytes("--architecture", "ds-cnn", "--model-size-info", DsCnn.DefaultModelSizeInfo));
        Assert.NotEqual(expected, Bytes("--size", "medium"));

        byte[] Bytes(params string[] options)
        {
            Assert.Equal(0, Train([.. options, "--steps", "2", "--batch", "8"]).ExitCode);
            return File.ReadAllBytes(_model);
        }
    }

    [Fact]
    public void Numbers_are_those_of_the_family()
    {
        Assert.Equal(
            0, Train("--architecture", "dnn", "--model-size-info", "16 8", "--weight-bits", "6", "--steps", "2", "--batch", "8").ExitCode);
        Network network = KwsModel.Load(_model).Network;
        Assert.Equal(Dnn.Parse("16 8").Tensors.Select(tensor => tensor.Name), network.Tensors.Select(tensor => tensor.Name));
        Assert.Equal(6, network.Tensors[0].Bits);
        Train("--architecture", "dnn", "--model-size-info", "0").AssertFailed(
            2, "--model-size-info: fc1: outputs is 0, expected 1 to 1024");
    }

    [Fact]
    public void The_arithmetic_of_the_front_end_is_that_of_the_model()
    {
        CliResult result = Train("--arithmetic", "integers", "--steps", "3", "--batch", "8");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(FrontEndArithmetic.Integers, KwsModel.Load(_model).FrontEnd.Arithmetic);
        Assert.StartsWith(CliResult.Run("evaluate", _data, "--model", _model, "--split", "testing").Out, result.Out);
    }

    [Fact]
    public void What_is_no_topology_is_refused()
    {
        Train("--size", "small", "--model-size-info", DsCnn.DefaultModelSizeInfo).AssertFailed(
            2, "--size and --model-size-info both say the topology, expected one of them; see kws train --help");
        Train("--size", "huge").AssertFailed(2, "--size is 'huge', expected small, medium or large; see kws train --help");
        Train("--architecture", "lstm").AssertFailed(
            2, "--architecture is 'lstm', expected ds-cnn, dnn or cnn; see kws train --help");
    }

    private CliResult Train(params string[] options) =>
        CliResult.Run(["train", _data, "--keywords", "low,high", "--output", _model, .. options]);
}
