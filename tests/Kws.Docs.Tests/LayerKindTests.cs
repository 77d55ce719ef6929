using Kws.Model;

namespace Kws.Docs.Tests;

/// <summary>Every kind of layer has its file in the reference, in the kernels, in the bounds, in training and in the export.</summary>
public class LayerKindTests
{
    private static readonly Type[] Types =
        [.. typeof(Layer).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(Layer)))];

    public static TheoryData<string> Kinds { get; } = [.. Types.Select(NameOf)];

    /// <summary>Recurrent layers have bounds in common, a last frame has those of its input, and none of them is trained.</summary>
    public static TheoryData<string> TrainedKinds { get; } =
        [.. Types.Where(type => !type.IsSubclassOf(typeof(RecurrentLayer)) && type != typeof(LastFrameLayer)).Select(NameOf)];

    [Fact]
    public void There_are_ten_kinds() => Assert.Equal((10, 7), (Kinds.Count, TrainedKinds.Count));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_has_its_files(string kind) => AssertThere(
        $"src/Kws.Model/Network/{kind}Layer.cs", $"src/Kws.Reference/Layers/{kind}.cs", $"src/Kws.Fast/Kernels/Scalar/Scalar{kind}.cs",
        $"src/Kws.Hardware/Export/Onnx/Layers/{kind}Nodes.cs");

    [Theory]
    [MemberData(nameof(TrainedKinds))]
    public void A_kind_that_is_trained_has_its_files(string kind) =>
        AssertThere($"src/Kws.Model/Bounds/{kind}Bounds.cs", $"src/Kws.Training/Layers/{kind}.cs");

    private static string NameOf(Type type) => type.Name[..^"Layer".Length];

    private static void AssertThere(params string[] files) =>
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), $"{file} is missing"));
}
