using System.Diagnostics;
using Kws.Benchmarks.Results;
using Kws.Model;
using Kws.Training;
using Kws.Training.Layers;
using Kws.Training.Optimizer;

namespace Kws.Benchmarks.Training;

/// <summary>Steps of training, and the parts of the time of an example. Each time is the best of many turns.</summary>
internal static class TrainingReport
{
    private const int Batch = 100;
    private const int Turns = 200;
    private const int Examples = 20;

    private static readonly (string Name, Network Network)[] Networks =
    [
        ("default", DsCnn.Default), ("two blocks of 64 channels", DsCnn.Parse("3 64 10 4 2 2 64 3 3 1 1 64 3 3 1 1")),
    ];

    public static void Write()
    {
        Console.WriteLine(Processor.Current.Name);
        var steps = new MarkdownTable(
            "network", "steps of 100 per second, one thread", "all threads", "us per example, one thread", "update of a step, us");
        var layers = new MarkdownTable("network", "layer", "forward, us", "backward, us");
        foreach ((string name, Network network) in Networks)
        {
            double one = StepTime(network, 1);
            double all = StepTime(network, -1);
            steps.Add([name, $"{1e6 / one:F0}", $"{1e6 / all:F0}", $"{one / Batch:F2}", $"{UpdateTime(network):F1}"]);
            AddLayers(layers, name, network);
        }

        Console.WriteLine(steps);
        Console.WriteLine(layers);
    }

    private static double StepTime(Network network, int threads)
    {
        var trainer = new Trainer(network, options: new TrainerOptions { Threads = threads });
        (sbyte[] fingerprints, int[] labels) = Random(network, Batch);
        return Best(() => trainer.Step(fingerprints, labels, 0.001f));
    }

    private static double UpdateTime(Network network)
    {
        ParameterBlock[] blocks = [.. LayerList.Blocks(LayerList.Of(network, _ => 0))];
        var gradient = new float[blocks.Sum(block => block.Length)];
        var adam = new Adam(1, 0.001, 0.999, 0.02);
        return Best(() =>
        {
            foreach (ParameterBlock block in blocks)
            {
                adam.Update(block, block.Of(gradient));
                block.Round();
            }
        });
    }

    private static void AddLayers(MarkdownTable table, string name, Network network)
    {
        TrainingLayer[] layers = LayerList.Of(network, _ => 0);
        ParameterBlock[] blocks = [.. LayerList.Blocks(layers)];
        InitialWeights.Fill(network, blocks.ToDictionary(block => block.Spec), 1);
        var workspace = new Workspace(network, layers) { ParameterGradient = new float[blocks.Sum(block => block.Length)] };
        foreach (ParameterBlock block in blocks)
        {
            block.Round();
        }

        workspace.Load(Random(network, 1).Fingerprints);
        foreach (TrainingLayer layer in layers)
        {
            layer.Prepare();
            layer.Forward(workspace);
        }

        workspace.LoadGradient([.. Enumerable.Repeat(1f, network.LabelCount)]);
        double[] backward = new double[layers.Length];
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            TrainingLayer layer = layers[i];

            // A layer that scales its gradient in place would end at zero; it is computed anew from time to time.
            backward[i] = Best(() => Repeat(() => layer.Backward(workspace))) / Examples;
            workspace.LoadGradient([.. Enumerable.Repeat(1f, network.LabelCount)]);
            for (int j = layers.Length - 1; j >= i; j--)
            {
                layers[j].Backward(workspace);
            }
        }

        foreach ((int i, TrainingLayer layer) in layers.Index())
        {
            double forward = Best(() => Repeat(() => layer.Forward(workspace))) / Examples;
            table.Add([name, network.Layers[i].Name, $"{forward:F2}", $"{backward[i]:F2}"]);
        }
    }

    private static void Repeat(Action action)
    {
        for (int i = 0; i < Examples; i++)
        {
            action();
        }
    }

    /// <summary>The microseconds of the fastest turn.</summary>
    private static double Best(Action action)
    {
        double best = double.PositiveInfinity;
        for (int turn = 0; turn < Turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return best;
    }

    private static (sbyte[] Fingerprints, int[] Labels) Random(Network network, int count)
    {
        var random = new Random(1);
        return (
            [.. Enumerable.Range(0, count * network.Input.Count).Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1))],
            [.. Enumerable.Range(0, count).Select(_ => random.Next(network.LabelCount))]);
    }
}
