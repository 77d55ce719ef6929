using System.Collections.Immutable;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>Models of every kind that is exported, by their names.</summary>
internal static class OnnxModels
{
    /// <summary>The one whose sums leave int32 on the way, so that a layer is computed in doubles.</summary>
    public const string Doubles = "DNN of huge biases";

    private static readonly Dictionary<string, Func<KwsModel>> All = new()
    {
        ["DNN"] = () => Random(Dnn.Parse("144 144 144", new FamilyOptions { Frames = 25 })),
        ["CNN"] = () => Random(Cnn.Parse("28 10 4 1 1 30 10 4 2 1 16 128")),
        ["DS-CNN"] = () => Random(BiasedDsCnn.Parse("5 64 10 4 2 2 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1")),
        ["integer DS-CNN"] = () => KwsModel.Default,
        ["DS-CNN of wide values"] = () =>
            RandomCases.Model(DsCnn.Parse("4 24 3 3 1 1 5 3 3 2 1 4 3 2 1 1 2 2 2 1 2"), number: 1, seed: 3).Model,
        [Doubles] = () => Random(Dnn.Parse("16", new FamilyOptions { Frames = 25 }), mostBias: 1_200_000_000),
        ["live"] = () => KwsModel.Live,
        ["cmsis-dnn"] = () => Sample("cmsis-dnn"),
        ["cmsis-ds-cnn"] = () => Sample("cmsis-ds-cnn"),
        ["dnn-s"] = () => Sample("dnn-s"),
        ["cnn-s"] = () => Sample("cnn-s"),
        ["ds-cnn-s"] = () => Sample("ds-cnn-s"),
        ["basic-lstm-s"] = () => Sample("basic-lstm-s"),
        ["lstm-s"] = () => Sample("lstm-s"),
        ["gru-s"] = () => Sample("gru-s"),
        ["crnn-s"] = () => Sample("crnn-s"),
    };

    /// <summary>Those with a layer whose inputs do not fit 8 bits, or whose sums do not fit 32.</summary>
    private static readonly ImmutableHashSet<string> OfFloatingPoint = ["integer DS-CNN", "DS-CNN of wide values", Doubles];

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => All.Keys;

    /// <summary>The names of those that come with the library or are like them: no layer needs doubles.</summary>
    public static IEnumerable<string> NarrowNames => All.Keys.Where(name => name != Doubles);

    /// <summary>The names of those that have the integer form.</summary>
    public static IEnumerable<string> IntegerNames => All.Keys.Where(name => !OfFloatingPoint.Contains(name));

    /// <summary>Makes or reads a model.</summary>
    public static KwsModel Get(string name) => All[name]();

    /// <summary>A fingerprint: noise, or extremes only.</summary>
    public static sbyte[] Fingerprint(Network network, Random random)
    {
        bool isExtreme = random.Next(4) == 0;
        return [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)(isExtreme
            ? random.Next(2) == 0 ? network.MinInput : network.MaxInput
            : random.Next(network.MinInput, network.MaxInput + 1)))];
    }

    /// <summary>Random weights and biases, of which one in four may be larger.</summary>
    private static KwsModel Random(Network network, int mostBias = 2000)
    {
        var random = new Random(1);
        return new KwsModel(
            network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count)
                .Select(_ => spec.Bits == TensorSpec.BiasBits ? Bias(random, mostBias) : random.Next(-40, 41))
                .ToImmutableArray()));
    }

    private static int Bias(Random random, int most) => random.Next(4) == 0 ? random.Next(-most, most) : random.Next(-2000, 2000);

    private static KwsModel Sample(string name) => KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", $"{name}.safetensors"));
}
