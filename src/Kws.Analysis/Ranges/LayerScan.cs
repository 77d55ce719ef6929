using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kws.Model;

namespace Kws.Analysis.Ranges;

/// <summary>
/// The default topology, eight channels at a time, with least and greatest value of every channel of every layer on the way. Kernels do
/// not have these values: they compute neither the convolution before its floor division nor the depthwise convolution's least one.
/// </summary>
/// <remarks>
/// Lanes are channels. A lane holds two neighbours in frequency as 16-bit integers where they meet two weights: values of the fingerprint, and the convolution
/// after its floor division, which any weights leave within [-1,984, 2,048]. Not safe for concurrent callers.
/// </remarks>
internal sealed class LayerScan
{
    private const int Time = 14;
    private const int Channels = 48;
    private const int Outputs = 16;
    private const int Lanes = 8;
    private const int Groups = Channels / Lanes;

    /// <summary>Pairs of neighbours in a frame of ten coefficients.</summary>
    private const int PairsPerFrame = 5;

    /// <summary>Pairs of weights of the convolution: two in each of four rows.</summary>
    private const int Taps = 8;

    /// <summary>What the depthwise convolution reads of a row: pairs 0-1, 1-2 and 2-3, and values 2 and 3 alone.</summary>
    private const int RowVectors = 5;

    private readonly Vector256<int>[] _convolution = new Vector256<int>[Groups * Taps];
    private readonly Vector256<int>[] _depthwise = new Vector256<int>[Groups * 9];
    private readonly Vector256<int>[] _pointwise = new Vector256<int>[Channels * 2];
    private readonly ImmutableArray<int> _fullyConnected;
    private readonly ImmutableArray<int> _biases;
    private readonly int[] _fingerprint = new int[30 * PairsPerFrame];

    /// <summary>Rows -1 to 14 of the convolution's output; the first and the last are the zeros that SAME padding asks for.</summary>
    private readonly Vector256<int>[] _rows = new Vector256<int>[(Time + 2) * RowVectors];
    private readonly int[] _pooled = new int[Channels];
    private readonly int[] _mixed = new int[Outputs];

    public LayerScan(DsCnnModel model)
    {
        ImmutableArray<int>[] tensors = [.. model.Topology.Tensors.Select(spec => model[spec])];
        for (int group = 0; group < Groups; group++)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                _convolution[(group * Taps) + tap] = Lane(group, c => PairProducts.Pair(tensors[0][(c * 16) + (2 * tap)], tensors[0][(c * 16) + (2 * tap) + 1]));
            }

            for (int row = 0; row < 3; row++)
            {
                int W(int channel, int column) => tensors[1][(((row * 3) + column) * Channels) + channel];
                _depthwise[(group * 9) + (row * 3)] = Lane(group, c => PairProducts.Pair(W(c, 0), W(c, 1)));
                _depthwise[(group * 9) + (row * 3) + 1] = Lane(group, c => PairProducts.Pair(W(c, 1), W(c, 2)));
                _depthwise[(group * 9) + (row * 3) + 2] = Lane(group, c => PairProducts.Pair(W(c, 2), 0));
            }
        }

        for (int i = 0; i < _pointwise.Length; i++)
        {
            _pointwise[i] = Lane(i % 2, output => tensors[2][(output * Channels) + (i / 2)]);
        }

        (_fullyConnected, _biases) = (tensors[3], tensors[4]);
        Convolution = new Extremes(Channels);
        Depthwise = new Extremes(Channels);
        Pool = new Extremes(Channels);
        Pointwise = new Extremes(Outputs);
        Logits = new Extremes(_biases.Length);
    }

    public Extremes Convolution { get; }

    public Extremes Depthwise { get; }

    public Extremes Pool { get; }

    public Extremes Pointwise { get; }

    public Extremes Logits { get; }

    /// <summary>The pool of the fingerprint that came last.</summary>
    public ReadOnlySpan<int> Pooled => _pooled;

    /// <summary>Its pointwise convolution, before the floor division.</summary>
    public ReadOnlySpan<int> Mixed => _mixed;

    /// <summary>Whether the scan computes this topology.</summary>
    public static bool Handles(DsCnnTopology topology) => ScalarOracle.Handles(topology);

    /// <summary>Runs one fingerprint through the network.</summary>
    public void Add(ReadOnlySpan<sbyte> fingerprint)
    {
        Load(fingerprint);
        for (int group = 0; group < Groups; group++)
        {
            Convolve(group);
            PoolDepthwise(group);
        }

        Mix();
        FullyConnect();
    }

    /// <summary>Runs one fingerprint as far as the pool of a single channel; all other values keep those of the fingerprint before.</summary>
    public int PooledOf(ReadOnlySpan<sbyte> fingerprint, int channel)
    {
        Load(fingerprint);
        Convolve(channel / Lanes);
        PoolDepthwise(channel / Lanes);
        return _pooled[channel];
    }

    private void Load(ReadOnlySpan<sbyte> fingerprint)
    {
        for (int i = 0; i < _fingerprint.Length; i++)
        {
            _fingerprint[i] = PairProducts.Pair(fingerprint[2 * i], fingerprint[(2 * i) + 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convolve(int group)
    {
        ref Vector256<int> weights = ref _convolution[group * Taps];
        ref int input = ref MemoryMarshal.GetArrayDataReference(_fingerprint);
        ref Vector256<int> row = ref _rows[RowVectors];
        Vector256<int> least = Convolution.Least(group);
        Vector256<int> greatest = Convolution.Greatest(group);
        for (int t = 0; t < Time; t++)
        {
            Vector256<int> v0 = Position(ref input, ref weights);
            Vector256<int> v1 = Position(ref Unsafe.Add(ref input, 1), ref weights);
            Vector256<int> v2 = Position(ref Unsafe.Add(ref input, 2), ref weights);
            Vector256<int> v3 = Position(ref Unsafe.Add(ref input, 3), ref weights);
            least = Vector256.Min(least, Vector256.Min(Vector256.Min(v0, v1), Vector256.Min(v2, v3)));
            greatest = Vector256.Max(greatest, Vector256.Max(Vector256.Max(v0, v1), Vector256.Max(v2, v3)));
            v0 >>= 3;
            v1 >>= 3;
            v2 >>= 3;
            v3 >>= 3;
            row = PairProducts.Pair(v0, v1);
            Unsafe.Add(ref row, 1) = PairProducts.Pair(v1, v2);
            Unsafe.Add(ref row, 2) = PairProducts.Pair(v2, v3);
            Unsafe.Add(ref row, 3) = v2;
            Unsafe.Add(ref row, 4) = v3;
            row = ref Unsafe.Add(ref row, RowVectors);
            input = ref Unsafe.Add(ref input, 2 * PairsPerFrame);
        }

        Convolution.Set(group, least, greatest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Position(ref int input, ref Vector256<int> weights)
    {
        Vector256<int> sum0 = Frame(ref input, ref weights);
        Vector256<int> sum1 = Frame(ref Unsafe.Add(ref input, PairsPerFrame), ref Unsafe.Add(ref weights, 2));
        Vector256<int> sum2 = Frame(ref Unsafe.Add(ref input, 2 * PairsPerFrame), ref Unsafe.Add(ref weights, 4));
        Vector256<int> sum3 = Frame(ref Unsafe.Add(ref input, 3 * PairsPerFrame), ref Unsafe.Add(ref weights, 6));
        return sum0 + sum1 + (sum2 + sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Frame(ref int input, ref Vector256<int> weights) =>
        PairProducts.Sum(Vector256.Create(input), weights)
        + PairProducts.Sum(Vector256.Create(Unsafe.Add(ref input, 1)), Unsafe.Add(ref weights, 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PoolDepthwise(int group)
    {
        ref Vector256<int> weights = ref _depthwise[group * 9];
        ref Vector256<int> row = ref MemoryMarshal.GetArrayDataReference(_rows);
        Vector256<int> least = Vector256.Create(int.MaxValue);
        Vector256<int> greatest = Vector256.Create(int.MinValue);
        for (int t = 0; t < Time; t++)
        {
            Vector256<int> v0 = default;
            Vector256<int> v1 = default;
            Vector256<int> v2 = default;
            Vector256<int> v3 = default;
            for (int i = 0; i < 3; i++)
            {
                ref Vector256<int> values = ref Unsafe.Add(ref row, i * RowVectors);
                Vector256<int> left = Unsafe.Add(ref weights, 3 * i);
                Vector256<int> right = Unsafe.Add(ref weights, (3 * i) + 1);
                Vector256<int> last = Unsafe.Add(ref weights, (3 * i) + 2);
                v0 += PairProducts.Sum(values, right);
                v1 += PairProducts.Sum(values, left) + PairProducts.Sum(Unsafe.Add(ref values, 3), last);
                v2 += PairProducts.Sum(Unsafe.Add(ref values, 1), left) + PairProducts.Sum(Unsafe.Add(ref values, 4), last);
                v3 += PairProducts.Sum(Unsafe.Add(ref values, 2), left);
            }

            least = Vector256.Min(least, Vector256.Min(Vector256.Min(v0, v1), Vector256.Min(v2, v3)));
            greatest = Vector256.Max(greatest, Vector256.Max(Vector256.Max(v0, v1), Vector256.Max(v2, v3)));
            row = ref Unsafe.Add(ref row, RowVectors);
        }

        Depthwise.Include(group, least, greatest);
        Vector256<int> pooled = greatest >> 4;
        Pool.Include(group, pooled, pooled);
        pooled.CopyTo(_pooled, group * Lanes);
    }

    private void Mix()
    {
        Vector256<int> low = default;
        Vector256<int> high = default;
        for (int k = 0; k < Channels; k++)
        {
            Vector256<int> value = Vector256.Create(_pooled[k]);
            low += value * _pointwise[2 * k];
            high += value * _pointwise[(2 * k) + 1];
        }

        Pointwise.Include(0, low, low);
        Pointwise.Include(1, high, high);
        low.CopyTo(_mixed);
        high.CopyTo(_mixed, Lanes);
    }

    private void FullyConnect()
    {
        for (int l = 0; l < _biases.Length; l++)
        {
            long sum = _biases[l];
            for (int k = 0; k < Outputs; k++)
            {
                sum += (_mixed[k] >> 8) * _fullyConnected[(l * Outputs) + k];
            }

            if (sum != (int)sum)
            {
                throw new OverflowException("fc1: a value does not fit 32 bits");
            }

            Logits.Include(l, (int)sum);
        }
    }

    private static Vector256<int> Lane(int group, Func<int, int> value)
    {
        Span<int> lanes = stackalloc int[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            lanes[i] = value((group * Lanes) + i);
        }

        return Vector256.Create<int>(lanes);
    }
}
