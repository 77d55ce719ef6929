using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kws.Model;

namespace Kws.Analysis;

/// <summary>
/// The default topology in plain 64-bit arithmetic, ten times as fast as the reference: what long verifications compare kernels with.
/// It shares no code and no method with the kernels, and is itself compared with the reference on a sample of every run.
/// </summary>
/// <remarks>
/// Several small integers are packed into one 64-bit number as a sum of value * 2^(k * bits). Multiplying by one integer multiplies all of
/// them, and sums stay exact as integers whatever borrows cross the lanes; at the end a bias makes every lane positive, so that it can be cut
/// out. Four channels of 16 bits serve the convolution (its sums fit 16 bits), two positions of 32 bits the depthwise convolution.
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

    /// <summary>Pairs of neighbouring positions in a row of four with a zero on either side.</summary>
    private const int Pairs = Frequency + 1;

    /// <summary>Makes a 16-bit sum positive; a multiple of 8, so that it leaves the floor division as an eighth of itself.</summary>
    private const long LaneBias = 1 << 15;

    private const long Bias = LaneBias | (LaneBias << 16) | (LaneBias << 32) | (LaneBias << 48);

    private readonly long[] _convolution = new long[Groups * Taps];
    private readonly ImmutableArray<int> _depthwise;
    private readonly ImmutableArray<int> _pointwise;
    private readonly ImmutableArray<int> _fullyConnected;
    private readonly ImmutableArray<int> _biases;

    public ScalarOracle(DsCnnModel model)
    {
        ImmutableArray<int>[] tensors = [.. model.Topology.Tensors.Select(spec => model[spec])];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                _convolution[(channel / PackedChannels * Taps) + tap] += (long)tensors[0][(channel * Taps) + tap] << (channel % PackedChannels * 16);
            }
        }

        (_depthwise, _pointwise, _fullyConnected, _biases) = (tensors[1], tensors[2], tensors[3], tensors[4]);
    }

    /// <summary>Whether the oracle computes this topology.</summary>
    public static bool Handles(DsCnnTopology topology) =>
        new DsCnnTopology(topology.Convolution, topology.Blocks, DsCnnTopology.Default.LabelCount, topology.Input.Time, topology.Input.Frequency)
            .Equals(DsCnnTopology.Default);

    /// <summary>The logits of one fingerprint.</summary>
    /// <exception cref="OverflowException">A logit does not fit 32 bits.</exception>
    public int[] Infer(ReadOnlySpan<sbyte> fingerprint)
    {
        // [channel][row -1..14][pair of positions]; rows -1 and 14 stay zero.
        const int ChannelSize = (Time + 2) * Pairs;
        Span<long> rows = stackalloc long[Channels * ChannelSize];
        Convolve(fingerprint, rows, ChannelSize);

        Span<int> pooled = stackalloc int[Channels];
        for (int channel = 0; channel < Channels; channel++)
        {
            pooled[channel] = DepthwiseMaximum(rows.Slice(channel * ChannelSize, ChannelSize), channel) >> 4;
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

    private void Convolve(ReadOnlySpan<sbyte> fingerprint, Span<long> rows, int channelSize)
    {
        Span<long> patch = stackalloc long[Taps];
        for (int t = 0; t < Time; t++)
        {
            for (int f = 0; f < Frequency; f++)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    patch[tap] = fingerprint[(((2 * t) + (tap / 4)) * 10) + (2 * f) + (tap % 4)];
                }

                // Value f is the low half of pair f + 1 and the high half of pair f.
                int index = ((t + 1) * Pairs) + f;
                for (int group = 0; group < Groups; group++)
                {
                    long sums = Dot(patch, _convolution.AsSpan(group * Taps, Taps));
                    ulong positive = (ulong)(sums + Bias);
                    int at = (group * PackedChannels * channelSize) + index;
                    for (int i = 0; i < PackedChannels; i++, at += channelSize)
                    {
                        long value = (long)(((positive >> (i * 16)) & 0xFFFF) >> 3) - (LaneBias >> 3);
                        rows[at] += value << 32;
                        rows[at + 1] = value;
                    }
                }
            }
        }
    }

    private int DepthwiseMaximum(ReadOnlySpan<long> rows, int channel)
    {
        Span<long> taps = stackalloc long[9];
        for (int tap = 0; tap < taps.Length; tap++)
        {
            taps[tap] = _depthwise[(tap * Channels) + channel];
        }

        int max = -(1 << 21);
        for (int t = 0; t < Time; t++)
        {
            ReadOnlySpan<long> pairs = rows.Slice(t * Pairs, 3 * Pairs);
            max = Max(max, Max(Maximum(Window(pairs, taps)), Maximum(Window(pairs[2..], taps))));
        }

        return max;
    }

    /// <summary>Three taps of each of three rows: two neighbouring output positions at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Window(ReadOnlySpan<long> pairs, ReadOnlySpan<long> taps) =>
        (pairs[12] * taps[8]) + (pairs[11] * taps[7]) + (pairs[10] * taps[6])
        + (pairs[7] * taps[5]) + (pairs[6] * taps[4]) + (pairs[5] * taps[3])
        + (pairs[2] * taps[2]) + (pairs[1] * taps[1]) + (pairs[0] * taps[0]);

    /// <summary>Sixteen products, the highest index first: one bounds check then serves all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Dot(ReadOnlySpan<long> values, ReadOnlySpan<long> weights) =>
        (values[15] * weights[15]) + (values[14] * weights[14]) + (values[13] * weights[13]) + (values[12] * weights[12])
        + (values[11] * weights[11]) + (values[10] * weights[10]) + (values[9] * weights[9]) + (values[8] * weights[8])
        + (values[7] * weights[7]) + (values[6] * weights[6]) + (values[5] * weights[5]) + (values[4] * weights[4])
        + (values[3] * weights[3]) + (values[2] * weights[2]) + (values[1] * weights[1]) + (values[0] * weights[0]);

    private static int Maximum(long pair)
    {
        int low = (int)pair;
        return Max(low, (int)((pair - low) >> 32));
    }

    /// <summary>Without a branch, which random values would mispredict half of the time. The sums of at most 21 bits cannot overflow the difference.</summary>
    private static int Max(int left, int right)
    {
        int difference = left - right;
        return left - (difference & (difference >> 31));
    }
}
