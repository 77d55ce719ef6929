using System.Globalization;
using Kws.Fast;
using Kws.Hardware.Export.Onnx;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>ONNX Runtime computes the integers of the reference and of the kernels from an exported graph.</summary>
public sealed class OnnxRuntimeTests
{
    private const int Length = 300;

    /// <summary>Topologies for every way in which a layer is written: see the comment of each.</summary>
    public static TheoryData<string, int> Topologies { get; } = new()
    {
        // No stride, other numbers of channels and labels, kernels of even lengths.
        { "2 5 3 2 1 1 7 2 4 1 1", 12 },

        // Strides longer than kernels, one label.
        { "2 3 10 4 3 2 1 1 2 2 3", 1 },

        // A kernel as large as the fingerprint: one position.
        { "2 4 30 10 1 1 5 3 3 1 1", 2 },

        // A depthwise kernel whose sums leave float32 in the first block.
        { "2 2 4 4 1 1 3 30 10 2 3", 3 },

        // A pointwise convolution in float32, then a depthwise one of larger sums.
        { "3 24 3 3 1 1 5 3 3 2 1 2 3 3 1 1", 4 },

        // Then a pointwise one of larger sums before the last block.
        { "4 24 3 3 1 1 5 3 3 2 1 4 3 2 1 1 2 2 2 1 2", 5 },
    };

    [Theory]
    [InlineData(1, false)]
    [InlineData(500, false)]
    [InlineData(1, true)]
    [InlineData(500, true)]
    public void The_recorded_fingerprints_have_their_logits(int batch, bool isHardwareTeam)
    {
        sbyte[] fingerprints = FingerprintFile.ReadBatch(DataPath("recorded.txt"), DsCnn.Default);
        int[][] expected = isHardwareTeam
            ? [.. HardwareTeam.Logits.Chunk(4)]
            : [.. File.ReadLines(DataPath("recorded-logits.csv")).Skip(1)
                .Select(line => line.Split(',')[2..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
        Assert.Equal(500, expected.Length);
        using var session = new OnnxSession(isHardwareTeam ? HardwareTeam.Model : KwsModel.Default);
        for (int first = 0; first < expected.Length; first += batch)
        {
            (int[] logits, long[] labels) = session.Run(fingerprints[(first * Length)..((first + batch) * Length)]);
            Assert.Equal(expected[first..(first + batch)].SelectMany(row => row), logits);
            Assert.Equal(expected[first..(first + batch)].Select(row => (long)Array.IndexOf(row, row.Max())), labels);
        }
    }

    /// <summary>
    /// Networks of every kind of layer in each type of numbers that it is written in; those are left out that the export refuses since a
    /// value may not fit.
    /// </summary>
    [Theory]
    [InlineData(OnnxOperatorSet.Version13)]
    [InlineData(OnnxOperatorSet.Version18)]
    public void Any_network_has_the_logits_of_the_reference(OnnxOperatorSet operators)
    {
        var kinds = new HashSet<(OnnxForm Form, Type Layer, DataType Numbers)>();
        for (int seed = 0; seed < 300; seed++)
        {
            var networks = new RandomNetworks(seed, isWide: seed % 3 == 0);
            KwsModel model = networks.Model();
            sbyte[][] fingerprints = [.. Enumerable.Range(0, 8).Select(_ => networks.Fingerprint(model.Network))];
            var reference = new ReferenceClassifier(model);
            int[]? expected = null;
            foreach (OnnxForm form in Enum.GetValues<OnnxForm>())
            {
                byte[] graph;
                try
                {
                    graph = OnnxExport.Serialize(model, operators, form);
                }
                catch (NotSupportedException e) when (e.Message.Contains("expected such as fit 32 bits", StringComparison.Ordinal)
                    || (form == OnnxForm.Integers && e.Message.EndsWith(" in the integer form", StringComparison.Ordinal)))
                {
                    continue;
                }

                using var session = new OnnxSession(graph, model.Network.Input);
                (int[] logits, _) = session.Run([.. fingerprints.SelectMany(values => values)]);
                expected ??= [.. fingerprints.SelectMany(values => reference.Infer(values))];
                Assert.True(expected.SequenceEqual(logits), $"seed {seed}, {form}: {model.Network}");
                kinds.UnionWith(model.Network.Layers.Zip(
                    ModelProto.Parser.ParseFrom(graph).Graph.ValueInfo,
                    (layer, value) => (form, layer.GetType(), value.Type.TensorType.ElemType)));
            }
        }

        // All layers have floats but the two recurrent ones, whose products of 16 bits need int32; those that add products have both.
        string seen = string.Join('\n', kinds.Select(kind => $"{kind.Form} {kind.Layer.Name} {kind.Numbers}").Order());
        Assert.True(
            (8, 7, 10) == (
                Count(OnnxForm.FloatingPoint, DataType.Float), Count(OnnxForm.FloatingPoint, DataType.Int32),
                Count(OnnxForm.Integers, DataType.Int32)),
            seen);

        int Count(OnnxForm form, DataType numbers) => kinds.Count(kind => (kind.Form, kind.Numbers) == (form, numbers));
    }

    [Fact]
    public void A_hundred_thousand_random_fingerprints_have_the_logits_of_the_kernels()
    {
        const int Batch = 1000;
        var fingerprints = new sbyte[Batch * Length];
        var logits = new int[Batch * 4];
        var labels = new int[Batch];
        var classifier = new KwsClassifier(KwsModel.Default);
        using var session = new OnnxSession(KwsModel.Default);
        for (int i = 0; i < 100; i++)
        {
            var random = new RandomStream(1, (ulong)i);
            RandomCases.Fill(fingerprints, DsCnn.Default, ref random);
            classifier.Infer(fingerprints, logits);
            classifier.Classify(fingerprints, labels);

            (int[] actual, long[] actualLabels) = session.Run(fingerprints);
            Assert.Equal(logits, actual);
            Assert.Equal(labels.Select(label => (long)label), actualLabels);
        }
    }

    [Fact]
    public void Random_and_extreme_models_have_the_logits_of_the_reference()
    {
        // A quarter each: uniform, only -32 and 31, mostly zero, (nearly) all -32 or all 31; the biases are those times 2^25.
        for (int number = 0; number < 200; number++)
        {
            KwsModel model = RandomCases.Model(DsCnn.Default, number, seed: 2).Model;
            AssertAsReference(model, number, count: 16);
        }
    }

    [Theory]
    [MemberData(nameof(Topologies))]
    public void Other_topologies_have_the_logits_of_the_reference(string modelSizeInfo, int labels)
    {
        var network = DsCnn.Parse(modelSizeInfo, labels);
        for (int number = 0; number < 8; number++)
        {
            AssertAsReference(RandomCases.Model(network, number, seed: 3).Model, number, count: 16);
        }
    }

    [Fact]
    public void Fingerprints_of_another_shape_are_taken()
    {
        var network = DsCnn.Create(new(6, 5, 3, 2, 1), [new(4, 3, 3, 2, 2)], labelCount: 3, frames: 49, coefficients: 13);
        AssertAsReference(RandomCases.Model(network, 0, seed: 4).Model, 0, count: 16);
    }

    [Fact]
    public void Of_equal_logits_the_first_one_is_the_label()
    {
        KwsModel model = Models.WithBiases(-5, 7, 7, 7);
        using var session = new OnnxSession(model);
        (int[] logits, long[] labels) = session.Run(new sbyte[Length]);
        Assert.Equal([-5, 7, 7, 7], logits);
        Assert.Equal([1], labels);
    }

    [Fact]
    public void The_file_says_which_model_it_is()
    {
        using var session = new OnnxSession(KwsModel.Default);
        Assert.Equal("kws", session.Metadata.ProducerName);
        Assert.Equal("2 48 4 4 2 2 16 3 3 1 1", session.Metadata.CustomMetadataMap["model_size_info"]);
        Assert.Equal("_silence_\n_unknown_\ncat\nhappy", session.Metadata.CustomMetadataMap["labels"]);
    }

    /// <summary>Compares a batch, and its first fingerprint alone.</summary>
    private static void AssertAsReference(KwsModel model, int number, int count)
    {
        int length = model.Network.Input.Count;
        var random = new RandomStream(5, (ulong)number);
        var fingerprints = new sbyte[count * length];
        RandomCases.Fill(fingerprints, model.Network, ref random);
        var reference = new ReferenceClassifier(model);
        int[][] expected = [.. fingerprints.Chunk(length).Select(fingerprint => reference.Infer(fingerprint))];
        long[] expectedLabels = [.. fingerprints.Chunk(length).Select(fingerprint => (long)reference.Classify(fingerprint))];

        using var session = new OnnxSession(model);
        (int[] logits, long[] labels) = session.Run(fingerprints);
        Assert.Equal(expected.SelectMany(row => row), logits);
        Assert.Equal(expectedLabels, labels);
        (logits, labels) = session.Run(fingerprints[..length]);
        Assert.Equal(expected[0], logits);
        Assert.Equal(expectedLabels[..1], labels);
    }

    private static string DataPath(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
