using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

/// <summary>A file that is rewritten while it is read does not become a mixture of both.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_model() => AssertNoticed("m.safetensors", KwsModel.Default.Save, path => KwsModel.Load(path));

    [Fact]
    public void Weights()
    {
        AssertNoticed("a.h", Write, path => KwsModel.LoadWeights(path, TestData.SmallNetwork));
        AssertNoticed("b.h", Write, path => WeightFile.Read(path, TestData.SmallNetwork));
        static void Write(string path) => File.WriteAllText(path, TestData.SmallWeights);
    }

    [Fact]
    public void Labels() => AssertNoticed("labels.txt", path => File.WriteAllText(path, "a\nb\n"), path => LabelFile.Read(path));

    [Fact]
    public void Fingerprints() => AssertNoticed(
        "f.txt",
        path => File.WriteAllText(path, "1 2 3 4\n4 3 2 1\n"),
        path => FingerprintFile.ReadBatch(path, TestData.SmallNetwork));

    [Fact]
    public void Recorded_cases()
    {
        var trace = new InferenceTrace([new LayerValues(InferenceTrace.InputName, new TensorShape(2, 2, 1), [1, 2, 3, 4])]);
        AssertNoticed(
            "cases.txt",
            path => RecordedCaseFile.Write(path, [new RecordedCase("a", TestData.SmallNetwork, trace)]),
            path => Assert.Single(RecordedCaseFile.Read(path)));
    }

    private void AssertNoticed(string name, Action<string> write, Action<string> read)
    {
        string path = _directory.PathOf(name);
        write(path);
        read(path);
        KwsFormatException e = Rewriting.Until(path, () => (KwsFormatException?)Record.Exception(() => read(path)));
        Assert.StartsWith($"{path}: the file was changed while it was read: ", e.Message, StringComparison.Ordinal);
    }
}
