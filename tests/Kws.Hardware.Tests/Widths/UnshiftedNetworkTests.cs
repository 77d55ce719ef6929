using System.Collections.Immutable;
using Kws.Hardware.Widths;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Widths;

public sealed class UnshiftedNetworkTests
{
    [Fact]
    public void A_network_computed_by_hand()
    {
        // Three frames of one coefficient; two channels; a depthwise kernel over three frames; one pointwise output; two labels.
        var network = DsCnn.Create(new(2, 1, 1, 1, 1), [new(1, 3, 1, 1, 1)], labelCount: 2, frames: 3, coefficients: 1);
        var model = new KwsModel(network, [[3, -2], [1, 0, 2, 1, -1, 4], [2, -3], [5, -1], [7, -9]]);

        // Convolution: 3 -15 12 and -2 10 -8. Depthwise: 21 -39 9 and 38 -22 -8. Greatest: 21 and 38. Pointwise: 42 - 114 = -72.
        Int128[] logits = new UnshiftedNetwork(model).Infer([1, -5, 4]);
        Assert.Equal([(5 * -72) + (7 * 8 * 16 * 256), 72 - (9 * 8 * 16 * 256)], logits);
        Assert.Equal(0, new UnshiftedNetwork(model).Classify([1, -5, 4]));
    }

    /// <summary>
    /// Sums of multiples are multiples: fingerprints of 0 and -32 and weights that are multiples of 16 leave no remainder in the first
    /// block; in the second one multiples of 32 are needed.
    /// </summary>
    [Theory]
    [InlineData("2 48 4 4 2 2 16 3 3 1 1", 15)]
    [InlineData("3 5 4 4 2 2 7 3 3 1 1 6 3 3 2 2", 27)]
    public void Where_all_divisions_are_exact_logits_are_those_of_the_reference_times_the_divisors(string modelSizeInfo, int shift)
    {
        var random = new Random(1);
        Network network = DsCnn.Parse(modelSizeInfo);
        var different = new HashSet<int>();
        for (int n = 0; n < 20; n++)
        {
            var model = new KwsModel(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ =>
                spec.Name.Contains("/fc1/", StringComparison.Ordinal) ? random.Next(-32, 32)
                : spec.Name.Contains("/conv_ds_2/", StringComparison.Ordinal) ? -32 * random.Next(2)
                : 16 * random.Next(-2, 2)).ToImmutableArray()));
            sbyte[] fingerprint = [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)(-32 * random.Next(2)))];

            InferenceTrace trace = new ReferenceClassifier(model).Trace(fingerprint);
            foreach (RequantizationLayer layer in network.Layers.OfType<RequantizationLayer>())
            {
                string divided = layer.Name[..layer.Name.LastIndexOf('/')];
                Assert.All(trace[divided].Values, value => Assert.Equal(0, value % (1 << layer.Shift)));
            }

            Assert.Equal(trace.Logits.Select(logit => (Int128)logit << shift), new UnshiftedNetwork(model).Infer(fingerprint));
            different.UnionWith(trace.Logits);
        }

        Assert.InRange(different.Count, 40, 80);
    }

    [Fact]
    public void Of_equal_logits_the_first_one_is_the_label()
    {
        Network network = DsCnn.Default;
        var model = new KwsModel(network, network.Tensors.Select(spec => ImmutableArray.CreateRange(new int[spec.Count])));
        Assert.Equal(0, new UnshiftedNetwork(model).Classify(new sbyte[300]));
    }

    [Fact]
    public void Values_beyond_128_bits_are_refused_before_anything_is_computed()
    {
        Network network = DsCnn.Parse($"7 64 4 4 2 2{string.Concat(Enumerable.Repeat(" 64 3 3 1 1", 6))}");
        var model = new KwsModel(network, network.Tensors.Select(spec => ImmutableArray.CreateRange(new int[spec.Count])));
        NotSupportedException failure = Assert.Throws<NotSupportedException>(() => new UnshiftedNetwork(model));
        Assert.Equal("without its floor divisions the network needs integers of 147 bits, 128 are the most", failure.Message);
    }
}
