using FsCheck.Xunit;
using Kws.Hardware.Ranges;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

/// <summary>Bounds and sums of networks of every kind of layer.</summary>
public class AnyNetworkTests
{
    [Property(MaxTest = 300)]
    public void No_value_leaves_its_bounds(int seed)
    {
        var networks = new RandomNetworks(seed);
        KwsModel model = networks.Model();
        LayerRanges[][] proofs =
            [[.. ProvenRanges.Of(model)], [.. ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Word)]];
        for (int i = 0; i < 8; i++)
        {
            foreach (LayerValues layer in Traced(model, networks.Fingerprint(model.Network)).Skip(1))
            {
                Assert.All(proofs, proof => AssertWithin(proof.Single(one => one.Layer.Name == layer.Name), layer));
            }
        }
    }

    [Property(MaxTest = 300)]
    public void The_products_of_every_value_add_up_to_it(int seed)
    {
        var networks = new RandomNetworks(seed);
        KwsModel model = networks.Model();
        LayerValues[] trace = Traced(model, networks.Fingerprint(model.Network));
        foreach ((int index, Layer layer) in model.Network.Layers.Index().Take(trace.Length - 1))
        {
            if (layer is not AccumulatingLayer sums)
            {
                continue;
            }

            var steps = new Steps(model, sums);
            var products = new Step[steps.PerChannel];
            for (int output = 0; output < layer.Output.Count; output++)
            {
                int count = steps.Write(output, products);
                long sum = products.Take(count).Aggregate(
                    steps.Start(output), (all, step) => all + ((long)trace[index].Values[step.Input] * step.Weight));
                Assert.Equal(trace[index + 1].Values[output], sum);
            }
        }
    }

    private static void AssertWithin(LayerRanges ranges, LayerValues layer) => Assert.All(layer.Values.Index(), value =>
    {
        ValueRange output = ranges.Channels[value.Index % layer.Shape.Channels].Output;
        Assert.True(output.Contains(ValueRange.Of(value.Item)), $"{layer.Name}: {value.Item} is not in {output}");
    });

    /// <summary>The layers up to the one that does not fit 32 bits, if there is one.</summary>
    private static LayerValues[] Traced(KwsModel model, sbyte[] fingerprint)
    {
        var reference = new ReferenceClassifier(model);
        var trace = new List<LayerValues>
        {
            new(InferenceTrace.InputName, model.Network.Input, [.. fingerprint.Select(value => (int)value)]),
        };
        try
        {
            foreach (Layer layer in model.Network.Layers)
            {
                trace.Add(new LayerValues(layer.Name, layer.Output, [.. reference.Run(layer, trace[^1].Values.AsSpan())]));
            }
        }
        catch (OverflowException)
        {
            // What comes before it is compared.
        }

        return [.. trace];
    }
}
