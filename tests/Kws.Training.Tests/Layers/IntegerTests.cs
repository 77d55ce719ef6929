using System.Collections.Immutable;
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

    /// <summary>Channels that fill registers of all widths in all ways: six at once, then two, then one, and a part of one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(48)]
    [InlineData(70)]
    [InlineData(96)]
    [InlineData(125)]
    public void Logits_of_any_number_of_channels_are_those_of_the_reference(int channels)
    {
        var input = new TensorShape(5, 4, 1);
        var window = new Window(3, 2, 1, 1, Padding.Same);
        var first = new ConvolutionLayer("first", input, channels, window, "a", "b");
        var second = new DepthwiseConvolutionLayer("second", first.Output, window, "c", "d");
        var third = new PointwiseConvolutionLayer("third", second.Output, channels, "e", "f");
        AssertLogits(channels, input, first, Shift(first, 4), second, Shift(second, 3), third, Shift(third, 5));

        static RequantizationLayer Shift(Layer of, int by) => new($"{of.Name} shift", of.Output, by, saturationBits: 8);
    }

    [Theory]
    [InlineData(0, AverageRounding.Floor, null)]
    [InlineData(0, AverageRounding.TowardsZero, null)]
    [InlineData(3, AverageRounding.Floor, 7)]
    [InlineData(3, AverageRounding.TowardsZero, 7)]
    public void Averages_of_negative_values_are_those_of_the_reference(int leftShift, AverageRounding rounding, int? wrapBits)
    {
        var input = new TensorShape(5, 4, 3);
        AssertLogits(
            5, input, new AveragePoolLayer("x", input, new Window(3, 2, 1, 1, Padding.Same), leftShift, rounding, wrapBits));
    }

    /// <summary>The value and half of its range have an odd sum of 25 bits, more than single precision holds.</summary>
    [Fact]
    public void The_largest_average_that_does_not_wrap_is_exact()
    {
        var input = new TensorShape(1, 1, 1);
        var first = new FullyConnectedLayer("first", input, 1, "a", "b");
        var limit = new RequantizationLayer("limit", first.Output, 0, saturationBits: 25);
        var average = new AveragePoolLayer("average", limit.Output, wrapBits: 25);
        var network = new Network(input, [first, limit, average, new FullyConnectedLayer("last", average.Output, 1, "c")]);
        var model = new KwsModel(network, [[1], [1 << 25], [1]]);
        Assert.Equal([(1 << 24) - 1], new Trainer(model, new TrainerOptions { Threads = 1 }).Logits([0]));
    }

    [Theory]
    [InlineData(int.MaxValue, 0, 1)]
    [InlineData(int.MinValue, 0, -1)]
    public void Values_of_32_bits_are_computed_and_larger_ones_refused(int bias, int fits, int exceeds)
    {
        var input = new TensorShape(1, 1, 1);
        var model = new KwsModel(new Network(input, [new FullyConnectedLayer("fc", input, 1, "w", "b")]), [[1], [bias]]);
        var trainer = new Trainer(model, new TrainerOptions { Threads = 1 });
        Assert.Equal([bias], trainer.Logits([(sbyte)fits]));
        Assert.Equal("fc: a value does not fit 32 bits", Assert.Throws<OverflowException>(() => trainer.Logits([(sbyte)exceeds])).Message);
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

    /// <summary>Compares the logits of random weights and fingerprints for the layers and a fully connected one after them.</summary>
    private static void AssertLogits(int seed, TensorShape input, params Layer[] layers)
    {
        var network = new Network(input, [.. layers, new FullyConnectedLayer("last", layers[^1].Output, 3, "last/w", "last/b")]);
        var random = new Random(seed);
        var model = new KwsModel(network, network.Tensors.Select(spec =>
            Enumerable.Range(0, spec.Count).Select(_ => random.Next(spec.MinValue / 2, spec.MaxValue / 2) % 1000).ToImmutableArray()));
        var reference = new ReferenceClassifier(model);
        var trainer = new Trainer(model, new TrainerOptions { Threads = 1 });
        for (int i = 0; i < 20; i++)
        {
            sbyte[] fingerprint = [.. Enumerable.Range(0, input.Count).Select(_ => (sbyte)random.Next(-32, 32))];
            Assert.Equal(reference.Infer(fingerprint).Select(logit => (double)logit), trainer.Logits(fingerprint));
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
