using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>
/// A layer that reads frames in time order, from a state of zeros, and gives its output after each frame. A frame is all values of one
/// position in time.
/// </summary>
public abstract record FloatRecurrentLayer : FloatLayer
{
    private protected FloatRecurrentLayer(string name, TensorShape input, int units, int outputs)
        : base(name, input, new TensorShape(input.Time, 1, outputs))
    {
        Window.CheckDimension(units, name + ": units");
        (Units, FrameLength) = (units, input.Frequency * input.Channels);
    }

    /// <summary>The number of units.</summary>
    public int Units { get; }

    /// <summary>The number of values of a frame of the input.</summary>
    public int FrameLength { get; }

    /// <summary>The values of a frame of the input.</summary>
    private protected ReadOnlySpan<double> Frame(ReadOnlySpan<double> input, int time) => input.Slice(time * FrameLength, FrameLength);

    /// <summary>[x, h] * weights + biases: the rows of the weights are those of x, then those of h.</summary>
    private protected static double[] Sums(
        ReadOnlySpan<double> x, ReadOnlySpan<double> h, ImmutableArray<double> weights, ImmutableArray<double> biases)
    {
        double[] sums = [.. biases];
        int split = x.Length * sums.Length;
        Matrix.AddProduct(x, weights.AsSpan()[..split], sums);
        Matrix.AddProduct(h, weights.AsSpan()[split..], sums);
        return sums;
    }

    private protected static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
