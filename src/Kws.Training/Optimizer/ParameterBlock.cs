using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Optimizer;

/// <summary>
/// The trained values of one tensor in the order in which a layer computes with them, padded to whole registers: latent values in units
/// of the model's integers, their moments and average, and the integers themselves.
/// </summary>
internal sealed class ParameterBlock
{
    private readonly int[] _places;
    private readonly bool _isRounded;
    private readonly float[] _single;
    private readonly double[] _wide;

    /// <summary>Makes a block of zeros.</summary>
    /// <param name="spec">The tensor.</param>
    /// <param name="places">The place in the block of each value of the tensor.</param>
    /// <param name="length">The length of the block.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="isRounded">False in tests of gradients.</param>
    public ParameterBlock(TensorSpec spec, int[] places, int length, double least, double most, bool isRounded)
    {
        (Spec, _places, Least, Most, _isRounded) = (spec, places, least, most, isRounded);
        (_single, _wide) = (new float[length], new double[length]);
        (Latent, Average, First, Second) = (new double[length], new double[length], new double[length], new double[length]);
        Unit = IsWeights ? -spec.MinValue : 1;
    }

    /// <summary>The tensor.</summary>
    public TensorSpec Spec { get; }

    /// <summary>False for biases.</summary>
    public bool IsWeights => Spec.Bits <= TensorSpec.MaxWeightBits;

    /// <summary>The smallest value.</summary>
    public double Least { get; }

    /// <summary>The largest value.</summary>
    public double Most { get; }

    /// <summary>The length with padding.</summary>
    public int Length => _single.Length;

    /// <summary>The index of the first value in the gradient of all parameters.</summary>
    public int Offset { get; set; }

    /// <summary>
    /// The integers that a step of the learning rate 1 moves a value by. Weights of all bits move by the same part of their range.
    /// </summary>
    public double Unit { get; set; }

    /// <summary>The values that training moves.</summary>
    public double[] Latent { get; }

    /// <summary>The average of the last values.</summary>
    public double[] Average { get; }

    /// <summary>The average of gradients.</summary>
    public double[] First { get; }

    /// <summary>The average of squares of gradients.</summary>
    public double[] Second { get; }

    /// <summary>The integers that the layer computes with.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? MemoryMarshal.Cast<float, T>(_single.AsSpan()) : MemoryMarshal.Cast<double, T>(_wide.AsSpan());

    /// <summary>The part of the gradient of all parameters that belongs to this block.</summary>
    public Span<float> Of(Span<float> gradient) => gradient.Slice(Offset, Length);

    /// <summary>Rounds the latent values to the integers that the layer computes with.</summary>
    public void Round()
    {
        for (int i = 0; i < Latent.Length; i++)
        {
            _wide[i] = _isRounded ? Math.Floor(Latent[i] + 0.5) : Latent[i];
            _single[i] = (float)_wide[i];
        }
    }

    /// <summary>Puts the values of a tensor in their places.</summary>
    public void Scatter(ReadOnlySpan<double> tensor, Span<double> block)
    {
        for (int i = 0; i < _places.Length; i++)
        {
            block[_places[i]] = tensor[i];
        }
    }

    /// <summary>The values in the order of the tensor.</summary>
    public double[] Gather(ReadOnlySpan<double> block)
    {
        var tensor = new double[_places.Length];
        for (int i = 0; i < tensor.Length; i++)
        {
            tensor[i] = block[_places[i]];
        }

        return tensor;
    }

    /// <summary>The integers nearest to some values of the block, in the order of the tensor.</summary>
    public ImmutableArray<int> Integers(ReadOnlySpan<double> block) => [.. Gather(block).Select(value => (int)Math.Floor(value + 0.5))];
}
