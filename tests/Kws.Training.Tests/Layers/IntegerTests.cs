using FsCheck.Xunit;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Training.Layers;

namespace Kws.Training.Tests.Layers;

/// <summary>The forward pass of training gives the integers of the reference.</summary>
public class IntegerTests
{
    [Property(MaxTest = 500)]
    public void Logits_of_any_network_are_those_of_the_reference(int seed)
    {
        var random = new RandomNetworks(seed);
        KwsModel model = random.Model();
        if (model.Network.Layers.FirstOrDefault(layer => layer is RecurrentLayer) is { } recurrent)
        {
            Assert.Equal(
                $"{recurrent.Name}: networks with recurrent layers cannot be trained",
                Assert.Throws<ArgumentException>(() => new Trainer(model, new TrainerOptions { Threads = 1 })).Message);
            return;
        }

        var reference = new ReferenceClassifier(model);
        var trainer = new Trainer(model, new TrainerOptions { Threads = 1 });
        for (int i = 0; i < 4; i++)
        {
            sbyte[] fingerprint = random.Fingerprint(model.Network);
            Assert.Equal(Result(() => [.. reference.Infer(fingerprint)]), Result(() => trainer.Logits(fingerprint)));
        }
    }

    [Property(MaxTest = 20)]
    public void Logits_after_steps_are_those_of_the_model(int seed)
    {
        var trainer = new Trainer(DsCnn.Default, options: new TrainerOptions { Seed = seed, AverageDecay = 0 });
        var random = new RandomNetworks(seed);
        for (int step = 0; step < 3; step++)
        {
            trainer.Step([.. random.Fingerprint(DsCnn.Default), .. random.Fingerprint(DsCnn.Default)], [1, 3], 0.1f);
        }

        sbyte[] fingerprint = random.Fingerprint(DsCnn.Default);
        Assert.Equal(new ReferenceClassifier(trainer.Model).Infer(fingerprint).Select(logit => (double)logit), trainer.Logits(fingerprint));
    }

    /// <summary>Of 65,536 products of values of 32 bits and weights of 8 bits; 28,672 of them have less than 53 bits.</summary>
    [Fact]
    public void Sums_that_double_precision_may_not_hold_are_refused()
    {
        Assert.Equal(
            "fc: sums of up to 54 bits, expected at most 53 for training",
            Assert.Throws<ArgumentException>(() => LayerList.Of(Wide(16), _ => int.MaxValue)).Message);
        Assert.All(LayerList.Of(Wide(7), _ => int.MaxValue), layer => Assert.True(layer.IsWide));

        static Network Wide(int channels)
        {
            var input = new TensorShape(64, 64, 1);
            var first = new PointwiseConvolutionLayer("first", input, channels, "a", "b");
            return new Network(input, [first, new FullyConnectedLayer("fc", first.Output, 1, "w")]);
        }
    }

    /// <summary>The logits, or the message where a value does not fit 32 bits.</summary>
    private static object Result(Func<double[]> logits)
    {
        try
        {
            return logits();
        }
        catch (OverflowException e)
        {
            return e.Message;
        }
    }
}
