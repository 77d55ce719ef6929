using Kws.Fast;
using Kws.Model;

namespace Kws.Docs.Tests;

/// <summary>The Python program of docs/use/formats.md writes a model that can be used.</summary>
public sealed class ModelFilePageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kws-tests-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Python_writes_a_model_file()
    {
        Assert.SkipUnless(Repository.Run("command -v python3 || true").Output.Length > 0, "needs python3");
        CodeBlock python = CodeBlock.Read(Path.Combine(Repository.Root, "docs/use/formats.md")).Single(block => block.Language == "python"
            && block.Text.Contains("model.safetensors", StringComparison.Ordinal));
        string program = Path.Combine(_directory.FullName, "program.py");
        File.WriteAllText(program, python.Text);
        Assert.Equal((0, "", ""), Repository.Run($"cd '{_directory.FullName}' && python3 program.py"));

        KwsModel model = KwsModel.Load(Path.Combine(_directory.FullName, "model.safetensors"));
        Assert.Equal(["no", "yes"], model.Labels);
        Assert.Equal(0, new KwsClassifier(model).Classify(new sbyte[model.Network.Input.Count]));
    }
}
