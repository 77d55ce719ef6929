using Kws.Model;

namespace Kws.Docs.Tests;

/// <summary>Every kind of layer has its file in the reference, in the kernels, in the bounds, in training and in the export.</summary>
public class LayerKindTests
{
    public static TheoryData<string> Kinds { get; } =
        [.. typeof(Layer).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Layer)))
            .Select(type => type.Name[..^"Layer".Length])];

    [Fact]
    public void There_are_seven_kinds() => Assert.Equal(7, Kinds.Count);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_has_its_files(string kind) => Assert.All(
        [
            $"src/Kws.Model/Network/{kind}Layer.cs", $"src/Kws.Reference/Layers/{kind}.cs", $"src/Kws.Fast/Kernels/Scalar/Scalar{kind}.cs",
            $"src/Kws.Model/Bounds/{kind}Bounds.cs", $"src/Kws.Training/Layers/{kind}.cs",
            $"src/Kws.Hardware/Export/Onnx/Layers/{kind}Nodes.cs",
        ],
        file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), $"{file} is missing"));
}
