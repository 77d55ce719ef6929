using System.Collections.Immutable;
using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests.Support;

/// <summary>
/// A part of a kernel that can be compared with reference layers alone: which tensors it reads, what goes in, which layers it equals.
/// </summary>
internal sealed record Stage(
    string Name, int[] Tensors, Range Layers, int Inputs, int MinInput, int MaxInput, Action<Kernel, int[], int[]> Run)
{
    // Input ranges are the greatest that the layers before can produce, rounded up: what docs/explain/numerics.md calls the bound of the
    // stage.
    public static IReadOnlyList<Stage> All { get; } =
    [
        new("Convolution", [0], 0..2, 300, -32, 31, (kernel, input, output) => kernel.Convolution(Narrow(input), output)),
        new("DepthwisePool", [1], 2..5, 14 * 4 * 48, -1984, 2048, (kernel, input, output) => kernel.DepthwisePool(input, output)),
        new("Pointwise", [2], 5..7, 48, -36864, 35712, (kernel, input, output) => kernel.Pointwise(input, output)),
        // Inputs of 16 bits take a way of their own through most kernels, and are what nearly all models give.
        new("Pointwise, narrow", [2], 5..7, 48, short.MinValue, short.MaxValue, (kernel, input, output) => kernel.Pointwise(input, output)),
        new("FullyConnected", [3, 4], 7..8, 16, -214272, 221184, (kernel, input, output) => kernel.FullyConnected(input, output)),
        new("Network", [0, 1, 2, 3, 4], 0..8, 300, -32, 31, (kernel, input, output) => kernel.Infer(Narrow(input), output)),
    ];

    /// <summary>The first place at which kernel and reference differ for a case, in words; null if there is none.</summary>
    public string? Difference(KernelEntry entry, IntegerCase integers)
    {
        KwsModel model = integers.Model(this);
        var reference = new ReferenceClassifier(model);
        int[] expected = integers.Input;
        foreach (Layer layer in model.Network.Layers[Layers])
        {
            expected = reference.Run(layer, expected);
        }

        int[] actual = new int[expected.Length];
        Run(entry.Create(model), integers.Input, actual);
        int index = actual.AsSpan().CommonPrefixLength(expected);
        return index == expected.Length ? null : $"{Name}: value {index} is {actual[index]}, expected {expected[index]}";
    }

    public static sbyte[] Narrow(int[] values) => Array.ConvertAll(values, value => checked((sbyte)value));
}

/// <summary>The integers that decide a stage's result: the tensors it reads (all others are zero) and its input.</summary>
internal sealed record IntegerCase(int Labels, int[][] Tensors, int[] Input)
{
    public KwsModel Model(Stage stage)
    {
        var network = DsCnn.Parse(DsCnn.DefaultModelSizeInfo, Labels);
        return new KwsModel(network, network.Tensors.Select((spec, i) =>
            stage.Tensors.Contains(i) ? [.. Tensors[Array.IndexOf(stage.Tensors, i)]] : ImmutableArray.Create(new int[spec.Count])));
    }

    /// <summary>Only what is not zero, so that a shrunk counterexample is short.</summary>
    public override string ToString() =>
        $"{Labels} labels; {string.Join("; ", Tensors.Select((tensor, i) => $"tensor {i}: {Sparse(tensor)}"))}; input: {Sparse(Input)}";

    private static string Sparse(int[] values) =>
        string.Join(' ',
        values.Select((value, i) => (value, i)).Where(entry => entry.value != 0).Select(entry => $"[{entry.i}]={entry.value}"));
}
