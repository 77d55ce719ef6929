using Kws.Fast;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Layers;
using Kws.Training.Quantize;

namespace Kws.Docs.Tests;

/// <summary>The Python programs of docs/use/formats.md write files that can be used.</summary>
public sealed class ModelFilePageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Python_writes_a_model_file()
    {
        KwsModel model = KwsModel.Load(Run("model.safetensors"));
        Assert.Equal(["no", "yes"], model.Labels);
        Assert.Equal(0, new KwsClassifier(model).Classify(new sbyte[model.Network.Input.Count]));
    }

    [Fact]
    public void Python_writes_a_float_network()
    {
        FloatNetwork network = FloatNetwork.Load(Run("float.safetensors"));
        Assert.Equal(["no", "yes"], network.Labels);
        var layer = (FloatFullyConnectedLayer)network.Layers.Single();
        Assert.Equal((0.03f, -0.03f), (layer.Weights[6 * 2], layer.Weights[(1 * 2) + 1]));
        QuantizedModel quantized = new Quantizer(network).Quantize(
            CalibrationClips.Synthesise(new FrontEnd()).All[..4], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(network.Labels, quantized.Model.Labels);
    }

    /// <summary>Runs the program that writes a file of this name.</summary>
    private string Run(string file)
    {
        Assert.SkipUnless(Repository.Run("command -v python3 || true").Output.Length > 0, "needs python3");
        CodeBlock python = CodeBlock.Read(Path.Combine(Repository.Root, "docs/use/formats.md")).Single(block => block.Language == "python"
            && block.Text.Contains($"\"{file}\"", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_directory.FullName, "program.py"), python.Text);
        Assert.Equal((0, "", ""), Repository.Run($"cd '{_directory.FullName}' && python3 program.py"));
        return Path.Combine(_directory.FullName, file);
    }
}
