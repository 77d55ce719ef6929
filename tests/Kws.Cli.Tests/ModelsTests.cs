using Kws.Cli.Tests.Support;
using Kws.Listen;
using Kws.Model;

namespace Kws.Cli.Tests;

/// <summary><c>kws models</c>, and models by name.</summary>
public class ModelsTests
{
    public static TheoryData<string> SampleNames =>
        [.. Directory.GetFiles(TestData.PathOf("models"), "*.safetensors").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Fact]
    public void Every_model_is_listed_and_can_be_named()
    {
        CliResult result = CliResult.Run("models");
        Assert.Equal(0, result.ExitCode);
        string[] names = [.. result.Out.Split('\n').Skip(1).Where(line => line.Length > 0).Select(line => line.Split(' ')[0])];
        Assert.Equal(["default", "live", .. SampleNames.Select(row => row.Data)], names.Order(Comparer<string>.Create(InOrder)));
        Assert.All(names, name => Assert.NotNull(InsideModels.Of(name)));
        Assert.All(InsideModels.All, model => Assert.Contains(model.Licence, (string[])["MIT", "Apache-2.0, Arm Limited"]));

        static int InOrder(string one, string other) => (IsSample(one), one).CompareTo((IsSample(other), other));
        static bool IsSample(string name) => name is not ("default" or "live");
    }

    [Theory]
    [MemberData(nameof(SampleNames))]
    public void A_name_is_the_model_of_the_sample_file(string name)
    {
        var file = KwsModel.Load(TestData.PathOf($"models/{name}.safetensors"));
        KwsModel inside = InsideModels.Of(name)!;
        Assert.Equal(file.Network, inside.Network);
        Assert.Equal(file.Tensors.SelectMany(tensor => tensor), inside.Tensors.SelectMany(tensor => tensor));
        Assert.Equal(["_silence_", "_unknown_", "yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"], inside.Labels);
        Assert.Equal(16_000, inside.FrontEnd.ClipLength);

        // Silence has every model's first label.
        Assert.Equal(0, new ClipClassifier(new Fast.KwsClassifier(inside)).Classify(new short[16_000]).Label);
    }

    [Fact]
    public void A_file_of_that_name_is_meant_and_an_unknown_name_is_a_file()
    {
        CliResult.Run("label-wav", "a.wav", "--model", "ds-cnn-xl").AssertFailed(
            3, "ds-cnn-xl: there is no such file");
    }
}
