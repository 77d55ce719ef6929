using System.Collections.Immutable;
using System.Numerics;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>Convolution and first depthwise convolution as one: what each channel computes from a patch of the fingerprint.</summary>
internal sealed class ComposedKernels
{
    private readonly ImmutableArray<int> _convolution;
    private readonly ImmutableArray<int> _depthwise;
    private readonly Window _inner;
    private readonly Window _outer;
    private readonly int _channels;

    public ComposedKernels(KwsModel model)
    {
        var convolution = (ConvolutionLayer)model.Network.Layers[0];
        var depthwise = (DepthwiseConvolutionLayer)model.Network.Layers[DepthwiseBounds.Layer];
        _channels = convolution.Output.Channels;
        (_inner, _outer) = (convolution.Window, depthwise.Window);
        (_convolution, _depthwise) = (model[convolution.Weights], model[depthwise.Weights]);
        Rows = ((_outer.KernelTime - 1) * _inner.StrideTime) + _inner.KernelTime;
        Columns = ((_outer.KernelFrequency - 1) * _inner.StrideFrequency) + _inner.KernelFrequency;
    }

    /// <summary>Frames of the patch: 8 for the default topology.</summary>
    public int Rows { get; }

    /// <summary>Coefficients of the patch: 8 for the default topology.</summary>
    public int Columns { get; }

    /// <summary>Weights of the convolution for one channel, row by row.</summary>
    public ReadOnlySpan<int> Convolution(int channel) =>
        _convolution.AsSpan().Slice(channel * _inner.KernelTime * _inner.KernelFrequency, _inner.KernelTime * _inner.KernelFrequency);

    /// <summary>A weight of the depthwise convolution.</summary>
    public int Depthwise(int channel, int tap) => _depthwise[(tap * _channels) + channel];

    /// <summary>The start, in the patch, of the convolution's window that a tap reads.</summary>
    public int Start(int tap) =>
        (tap / _outer.KernelFrequency * _inner.StrideTime * Columns) + (tap % _outer.KernelFrequency * _inner.StrideFrequency);

    /// <summary>The place of weight <paramref name="index"/> of the convolution, counted from the start of its window.</summary>
    public int Offset(int index) => (index / _inner.KernelFrequency * Columns) + (index % _inner.KernelFrequency);

    /// <summary>The start of a position's patch in the fingerprint; outside of it for taps that do not count.</summary>
    public (int Time, int Frequency) Origin(DepthwiseConvolutionLayer depthwise, WindowPosition position) => (
        ((position.Time * _outer.StrideTime) - depthwise.PaddingTime) * _inner.StrideTime,
        ((position.Frequency * _outer.StrideFrequency) - depthwise.PaddingFrequency) * _inner.StrideFrequency);

    public ComposedKernel Empty(int channel) => new(this, channel);
}

/// <summary>The linear form of some of a channel's taps, as coefficients of a patch.</summary>
internal sealed class ComposedKernel(ComposedKernels kernels, int channel)
{
    private readonly long[] _coefficients = new long[kernels.Rows * kernels.Columns];

    public ReadOnlySpan<long> Coefficients => _coefficients;

    /// <summary>The sum of the weights above zero, by which remainders lower the result.</summary>
    public long Positive { get; private set; }

    /// <summary>The sum of the weights below zero, negated, by which remainders raise it.</summary>
    public long Negative { get; private set; }

    public void Add(int tap)
    {
        int weight = kernels.Depthwise(channel, tap);
        ReadOnlySpan<int> inner = kernels.Convolution(channel);
        for (int i = 0; i < inner.Length; i++)
        {
            _coefficients[kernels.Start(tap) + kernels.Offset(i)] += weight * inner[i];
        }

        Positive += Math.Max(weight, 0);
        Negative += Math.Max(-weight, 0);
    }

    /// <summary>Bounds of the sum of w * floor(y / 2^shift).</summary>
    public ValueRange Range(int shift)
    {
        long least = 0;
        long greatest = 0;
        foreach (long coefficient in _coefficients)
        {
            least += Math.Min(coefficient * SixBit.Min, coefficient * SixBit.Max);
            greatest += Math.Max(coefficient * SixBit.Min, coefficient * SixBit.Max);
        }

        long remainder = GreatestRemainder(kernels.Convolution(channel), shift);
        return new ValueRange(-((-least + (remainder * Positive)) >> shift), (greatest + (remainder * Negative)) >> shift);
    }

    /// <summary>The greatest remainder of a sum of multiples of some weights, modulo 2^shift.</summary>
    public static long GreatestRemainder(ReadOnlySpan<int> weights, int shift)
    {
        int divisible = shift;
        foreach (int weight in weights)
        {
            divisible = Math.Min(divisible, BitOperations.TrailingZeroCount(weight));
        }

        return (1L << shift) - (1L << divisible);
    }
}
