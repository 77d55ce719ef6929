using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>The trained model embedded in the assembly.</summary>
internal static class DefaultModel
{
    public static ImmutableArray<string> Labels { get; } = LabelFile.Read(Open("labels.txt"), "labels.txt");

    public static KwsModel Read()
    {
        Network network = DsCnn.Default;
        using TextReader weights = Open("weight.h");
        return new KwsModel(network, WeightFile.Read(weights, network, "weight.h"), Labels);
    }

    private static StreamReader Open(string name) =>
        new(typeof(DefaultModel).Assembly.GetManifestResourceStream(name)!);
}
