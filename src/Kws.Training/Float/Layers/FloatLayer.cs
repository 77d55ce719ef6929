using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>
/// One layer of a float network as data, weights included. The kinds are the sealed records of this namespace that derive from it.
/// </summary>
public abstract record FloatLayer
{
    /// <summary>The largest number of values that a layer gives.</summary>
    public const int MaxValues = 1 << 22;

    private protected FloatLayer(string name, TensorShape input, TensorShape output)
    {
        (Name, Input, Output) = (Names.Check(name), input, output);
        Window.CheckDimension(output.Channels, name + ": channels");
        if (output.Count is 0 or > MaxValues)
        {
            throw new ArgumentException($"{name}: the output is {output}, expected 1 to {MaxValues} values");
        }
    }

    /// <summary>The name, for instance <c>conv_1</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of the input.</summary>
    public TensorShape Input { get; }

    /// <summary>The shape of the output.</summary>
    public TensorShape Output { get; }

    /// <summary>The number of weights and biases.</summary>
    public abstract int WeightCount { get; }

    /// <summary>The number of products of weights and inputs (of a pool: of additions) for one clip.</summary>
    public abstract long Products { get; }

    /// <summary>The output for an input.</summary>
    /// <param name="input">The values in the order of <see cref="Input"/>, channel fastest.</param>
    /// <returns>The values in the order of <see cref="Output"/>.</returns>
    /// <exception cref="ArgumentException">The number of values is not that of <see cref="Input"/>.</exception>
    public double[] Compute(ReadOnlySpan<double> input)
    {
        if (input.Length != Input.Count)
        {
            throw new ArgumentException($"{Name}: {input.Length} values, expected {Input.Count}", nameof(input));
        }

        double[] output = new double[Output.Count];
        Compute(input, output);
        return output;
    }

    /// <summary>Prints name and output shape.</summary>
    public sealed override string ToString() => $"{Name} {Output}";

    /// <summary>Computes all values of the output, which are zero before.</summary>
    private protected abstract void Compute(ReadOnlySpan<double> input, Span<double> output);

    /// <summary>Checks the number of values of a tensor.</summary>
    private protected static ImmutableArray<double> Check(string layer, string tensor, ImmutableArray<double> values, long expected) =>
        values.Length == expected ? values : throw new ArgumentException($"{layer}: {values.Length} {tensor}, expected {expected}");
}
