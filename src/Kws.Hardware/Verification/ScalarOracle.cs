using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>
/// The default topology in plain 64-bit arithmetic, fourteen times as fast as the reference: what long verifications compare kernels with.
/// It shares no code and no method with the kernels, and is itself compared with the reference on a sample of every run.
/// </summary>
/// <remarks>
/// Several small integers are packed into one 64-bit number as a sum of value * 2^(k * bits). Multiplying by one integer multiplies all of
/// them, and sums stay exact as integers whatever borrows cross the lanes; at the end a bias makes every lane positive, so that it can be
/// cut out. The convolution takes four channels of 16 bits, which its sums fit; the depthwise convolution three moments of 21 bits.
/// </remarks>
internal sealed class ScalarOracle
{
    private const int Time = 14;
    private const int Frequency = 4;
    private const int Channels = 48;
    private const int Taps = 16;
    private const int PackedChannels = 4;
    private const int Groups = Channels / PackedChannels;
    private const int Outputs = 16;

    /// <summary>Rows -1 to 14 of four values: a channel of the convolution's output with its padding in time.</summary>
    private const int ChannelSize = (Time + 2) * Frequency;

    // The depthwise convolution computes times t, t + 5 and t + 9 at once, t from 0 to 4: all 14, one of them twice. It reads rows -1 to 5
    // of each.
    private const int PackedTimes = 5;
    private const int PackedSize = (PackedTimes + 2) * Frequency;
    private const int SecondLane = 5 * Frequency;
    private const int ThirdLane = 9 * Frequency;
    private const int LaneBits = 21;
    private const long Lanes = 1 | (1L << LaneBits) | (1L << (2 * LaneBits));

    /// <summary>A sum is within +-589,824, so this makes it a positive number of 21 bits; a multiple of 16.</summary>
    private const long LaneBias = 1 << (LaneBits - 1);

    /// <summary>The bits of a lane that the floor division by 16 leaves, and the bit above, which is free to hold a borrow.</summary>
    private const long QuotientMask = (Lanes << (LaneBits - 4)) - Lanes;
    private const long BorrowBits = Lanes << (LaneBits - 4);

    /// <summary>Makes a 16-bit sum positive; a multiple of 8, so that it leaves the floor division as an eighth of itself.</summary>
    private const long ConvolutionBias = 1 << 15;

    private const long ConvolutionBiases = ConvolutionBias | (ConvolutionBias << 16) | (ConvolutionBias << 32) | (ConvolutionBias << 48);

    private readonly long[] _convolution = new long[Groups * Taps];
    private readonly ImmutableArray<int> _depthwise;
    private readonly ImmutableArray<int> _pointwise;
    private readonly ImmutableArray<int> _fullyConnected;
    private readonly ImmutableArray<int> _biases;

    public ScalarOracle(KwsModel model)
    {
        ImmutableArray<int>[] tensors = [.. model.Network.Tensors.Select(spec => model[spec])];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                _convolution[(channel / PackedChannels * Taps) + tap] += (long)tensors[0][(channel * Taps)
                    + tap] << (channel % PackedChannels * 16);
            }
        }

        (_depthwise, _pointwise, _fullyConnected, _biases) = (tensors[1], tensors[2], tensors[3], tensors[4]);
    }

    /// <summary>True if the oracle computes this network.</summary>
    public static bool Handles(Network network) => DsCnn.IsDefault(network);

    /// <summary>The logits of one fingerprint.</summary>
    /// <exception cref="OverflowException">A logit does not fit 32 bits.</exception>
    public int[] Infer(ReadOnlySpan<sbyte> fingerprint)
    {
        // [channel][row -1..14][frequency]; rows -1 and 14 stay zero.
        Span<int> rows = stackalloc int[Channels * ChannelSize];
        Convolve(fingerprint, rows);

        Span<int> pooled = stackalloc int[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            pooled[channel] = DepthwisePool(rows.Slice(channel * ChannelSize, ChannelSize), channel);
        }

        Span<int> outputs = stackalloc int[Outputs];
        for (int o = 0; o < Outputs; o++)
        {
            int sum = 0;
            for (int k = 0; k < Channels; k++)
            {
                sum += pooled[k] * _pointwise[(o * Channels) + k];
            }

            outputs[o] = sum >> 8;
        }

        int[] logits = new int[_biases.Length];
        for (int l = 0; l < logits.Length; l++)
        {
            long sum = _biases[l];
            for (int k = 0; k < Outputs; k++)
            {
                sum += (long)outputs[k] * _fullyConnected[(l * Outputs) + k];
            }

            logits[l] = checked((int)sum);
        }

        return logits;
    }

    private void Convolve(ReadOnlySpan<sbyte> fingerprint, Span<int> rows)
    {
        Span<long> patch = stackalloc long[Taps];
        for (int t = 0; t < Time; t++)
        {
            for (int f = 0; f < Frequency; f++)
            {
                for (int i = 0; i < 4; i++)
                {
                    ReadOnlySpan<sbyte> row = fingerprint.Slice((((2 * t) + i) * 10) + (2 * f), 4);
                    Span<long> taps = patch.Slice(i * 4, 4);
                    (taps[3], taps[2], taps[1], taps[0]) = (row[3], row[2], row[1], row[0]);
                }

                Span<int> position = rows[(((t + 1) * Frequency) + f)..];
                for (ReadOnlySpan<long> weights = _convolution; weights.Length >= Taps; weights = weights[Taps..])
                {
                    // Lanes become positive, so that a shift leaves the floor division by 8 of each.
                    const int Bias = (int)ConvolutionBias >> 3;
                    ulong eighths = (ulong)(Dot(patch, weights) + ConvolutionBiases) >> 3;
                    position[3 * ChannelSize] = (int)(eighths >> 48) - Bias;
                    position[2 * ChannelSize] = ((int)(eighths >> 32) & 0x1FFF) - Bias;
                    position[ChannelSize] = ((int)(eighths >> 16) & 0x1FFF) - Bias;
                    position[0] = ((int)eighths & 0x1FFF) - Bias;
                    position = position[Math.Min(PackedChannels * ChannelSize, position.Length)..];
                }
            }
        }
    }

    /// <summary>The greatest of a channel's 56 quotients.</summary>
    private int DepthwisePool(ReadOnlySpan<int> rows, int channel)
    {
        Span<long> packed = stackalloc long[PackedSize];
        ReadOnlySpan<int> early = rows[..PackedSize];
        ReadOnlySpan<int> middle = rows.Slice(SecondLane, PackedSize);
        ReadOnlySpan<int> late = rows.Slice(ThirdLane, PackedSize);
        for (int i = 0; i < packed.Length; i++)
        {
            packed[i] = early[i] + ((long)middle[i] << LaneBits) + ((long)late[i] << (2 * LaneBits));
        }

        ReadOnlySpan<int> weights = _depthwise.AsSpan();
        (long w0, long w1, long w2) = (weights[channel], weights[channel + Channels], weights[channel + (2 * Channels)]);
        weights = weights[(3 * Channels)..];
        (long w3, long w4, long w5) = (weights[channel], weights[channel + Channels], weights[channel + (2 * Channels)]);
        weights = weights[(3 * Channels)..];
        (long w6, long w7, long w8) = (weights[channel], weights[channel + Channels], weights[channel + (2 * Channels)]);

        long max = 0;
        for (int t = 0; t < PackedTimes; t++)
        {
            ReadOnlySpan<long> p = packed.Slice(t * Frequency, 3 * Frequency);
            long left = (p[8] * w7) + (p[9] * w8) + (p[4] * w4) + (p[5] * w5) + (p[0] * w1) + (p[1] * w2);
            long second = (p[8] * w6) + (p[9] * w7) + (p[10] * w8) + (p[4] * w3) + (p[5] * w4) + (p[6] * w5) + (p[0] * w0) + (p[1] * w1)
                + (p[2] * w2);
            long third = (p[9] * w6) + (p[10] * w7) + (p[11] * w8) + (p[5] * w3) + (p[6] * w4) + (p[7] * w5) + (p[1] * w0) + (p[2] * w1)
                + (p[3] * w2);
            long right = (p[10] * w6) + (p[11] * w7) + (p[6] * w3) + (p[7] * w4) + (p[2] * w0) + (p[3] * w1);
            max = Max(max, Max(Max(Quotients(left), Quotients(second)), Max(Quotients(third), Quotients(right))));
        }

        const int LaneMask = (1 << LaneBits) - 1;
        int greatest = Math.Max((int)(max >> (2 * LaneBits)), Math.Max((int)(max >> LaneBits) & LaneMask, (int)max & LaneMask));
        return greatest - (int)(LaneBias >> 4);
    }

    /// <summary>The floor division by 16 of three biased sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Quotients(long sums) => ((sums + (LaneBias * Lanes)) >> 4) & QuotientMask;

    /// <summary>The greater of each lane: the borrow bit outlives the subtraction where the left one is not smaller.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Max(long left, long right)
    {
        long notSmaller = ((left | BorrowBits) - right) & BorrowBits;
        long mask = notSmaller - (notSmaller >> (LaneBits - 4));
        return right ^ ((left ^ right) & mask);
    }

    /// <summary>Sixteen products, the highest index first: one bounds check then serves all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Dot(ReadOnlySpan<long> values, ReadOnlySpan<long> weights) =>
        (values[15] * weights[15]) + (values[14] * weights[14]) + (values[13] * weights[13]) + (values[12] * weights[12])
        + (values[11] * weights[11]) + (values[10] * weights[10]) + (values[9] * weights[9]) + (values[8] * weights[8])
        + (values[7] * weights[7]) + (values[6] * weights[6]) + (values[5] * weights[5]) + (values[4] * weights[4])
        + (values[3] * weights[3]) + (values[2] * weights[2]) + (values[1] * weights[1]) + (values[0] * weights[0]);
}
