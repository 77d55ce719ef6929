using FsCheck.Xunit;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

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
