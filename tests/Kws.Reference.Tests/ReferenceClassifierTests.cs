using System.Collections.Immutable;
using FsCheck;
using FsCheck.Xunit;
using Kws.Model;

namespace Kws.Reference.Tests;

/// <summary>The whole network.</summary>
public class ReferenceClassifierTests
{
    [Fact]
    public void The_label_of_a_tie_is_the_lowest_index()
    {
        Assert.Equal(1, WithBiases(3, 9, 9, -1).Classify(new sbyte[300]));
        Assert.Equal(0, WithBiases(0, 0, 0, 0).Classify(new sbyte[300]));
        Assert.Equal(3, WithBiases(-4, -3, -2, -1).Classify(new sbyte[300]));
    }

    [Property(MaxTest = 30)]
    public void Logits_are_the_last_layer_of_the_trace(byte[] noise)
    {
        sbyte[] fingerprint = new sbyte[300];
        for (int i = 0; i < noise.Length && i < fingerprint.Length; i++)
        {
            fingerprint[i] = (sbyte)((noise[i] & 63) - 32);
        }

        var reference = new ReferenceClassifier(KwsModel.Default);
        InferenceTrace trace = reference.Trace(fingerprint);
        int[] logits = reference.Infer(fingerprint);

        Assert.Equal(trace["fc1"].Values, logits);
        Assert.Equal(fingerprint.Select(value => (int)value), trace[InferenceTrace.InputName].Values);
        Assert.Equal(logits.IndexOf(logits.Max()), reference.Classify(fingerprint));
    }

    [Theory]
    [InlineData(-33)]
    [InlineData(32)]
    public void A_value_out_of_range_is_refused(int value)
    {
        sbyte[] fingerprint = new sbyte[300];
        fingerprint[123] = (sbyte)value;
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(
            () => new ReferenceClassifier(KwsModel.Default).Infer(fingerprint));
        Assert.StartsWith($"value 123 (frame 12, coefficient 3) is {value}, expected -32 to 31", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_of_the_wrong_length_is_refused() =>
        Assert.StartsWith(
            "a fingerprint has 300 values (30 x 10), not 299",
            Assert.Throws<ArgumentException>(() => new ReferenceClassifier(KwsModel.Default).Infer(new sbyte[299])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_layer_of_another_topology_is_refused()
    {
        Layer layer = DsCnn.Parse("2 48 4 4 2 2 16 3 3 2 2").Layers[2];
        Assert.StartsWith(
            $"{layer.Name} {layer.Input} to {layer.Output} is not a layer of this model",
            Assert.Throws<ArgumentException>(() => new ReferenceClassifier(KwsModel.Default).Run(layer, new int[14 * 4 * 48])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("model", () => new ReferenceClassifier(null!));
        Assert.Throws<ArgumentNullException>("layer", () => new ReferenceClassifier(KwsModel.Default).Run(null!, []));
    }

    private static ReferenceClassifier WithBiases(params int[] biases)
    {
        Network network = DsCnn.Default;
        return new ReferenceClassifier(new KwsModel(network, network.Tensors.Select((spec, i) =>
            i == network.Tensors.Length - 1 ? [.. biases] : ImmutableArray.Create(new int[spec.Count]))));
    }
}
