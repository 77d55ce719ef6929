using System.Collections.Immutable;
using Kws.Fast;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>ONNX Runtime computes the integers of every family, from graphs of both operator sets.</summary>
public sealed class FamilyTests
{
    private const int Few = 60;
    private const int Many = 10_000;
    private const int Batch = 20;

    private static readonly Dictionary<string, Func<KwsModel>> Families = new()
    {
        ["DNN"] = () => RandomModel(Dnn.Parse("144 144 144", new FamilyOptions { Frames = 25 })),
        ["CNN"] = () => RandomModel(Cnn.Parse("28 10 4 1 1 30 10 4 2 1 16 128")),
        ["DS-CNN"] = () => RandomModel(BiasedDsCnn.Parse("5 64 10 4 2 2 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1 64 3 3 1 1")),
        ["integer DS-CNN"] = () => KwsModel.Default,
        ["cmsis-dnn"] = () => Sample("cmsis-dnn"),
        ["cmsis-ds-cnn"] = () => Sample("cmsis-ds-cnn"),
    };

    public static TheoryData<string> Names => [.. Families.Keys];

    public static TheoryData<string, OnnxOperatorSet> All =>
        new(from family in Families.Keys from operators in Enum.GetValues<OnnxOperatorSet>() select (family, operators));

    [Theory]
    [MemberData(nameof(All))]
    public void A_family_has_the_logits_of_the_reference(string family, OnnxOperatorSet operators) => Compare(family, operators, Few);

    [Theory(Explicit = true)]
    [MemberData(nameof(Names))]
    public void Ten_thousand_inputs_of_a_family_have_the_logits_of_the_kernels(string family) =>
        Compare(family, OnnxOperatorSet.Version18, Many);

    /// <summary>Compares with the kernels, and the first batch with the reference.</summary>
    private static void Compare(string family, OnnxOperatorSet operators, int count)
    {
        KwsModel model = Families[family]();
        Network network = model.Network;
        var random = new Random(1);
        var classifier = new KwsClassifier(model);
        var reference = new ReferenceClassifier(model);
        using var session = new OnnxSession(model, operators);
        var different = new HashSet<int>();
        for (int done = 0; done < count; done += Batch)
        {
            sbyte[] fingerprints = [.. Enumerable.Range(0, Batch).SelectMany(_ => Fingerprint(network, random))];
            var expected = new int[Batch * network.LabelCount];
            classifier.Infer(fingerprints, expected);
            if (done == 0)
            {
                Assert.Equal(fingerprints.Chunk(network.Input.Count).SelectMany(values => reference.Infer(values)), expected);
            }

            Assert.Equal(expected, session.Run(fingerprints).Logits);
            different.UnionWith(expected);
        }

        // Logits of a network whose values end as zero would show nothing.
        Assert.InRange(different.Count, Few, int.MaxValue);
    }

    private static sbyte[] Fingerprint(Network network, Random random)
    {
        bool isExtreme = random.Next(4) == 0;
        return [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)(isExtreme
            ? random.Next(2) == 0 ? network.MinInput : network.MaxInput
            : random.Next(network.MinInput, network.MaxInput + 1)))];
    }

    private static KwsModel RandomModel(Network network)
    {
        var random = new Random(1);
        return new KwsModel(
            network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count)
                .Select(_ => spec.Bits == TensorSpec.BiasBits ? random.Next(-2000, 2000) : random.Next(-40, 41)).ToImmutableArray()));
    }

    private static KwsModel Sample(string name) => KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", $"{name}.safetensors"));
}
