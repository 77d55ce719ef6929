using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// The default topology, a vector of channels at a time, with least and greatest value of every channel of every layer on the way. Kernels
/// do not have these values: they compute neither the convolution before its floor division nor the depthwise convolution's least one.
/// </summary>
/// <remarks>
/// Lanes are channels. Of the fingerprint a lane holds four neighbours in frequency as bytes, raised by 32 so that none is below zero:
/// with the four weights that they meet they leave two sums within 16 bits, over all rows. Of the convolution after its floor division,
/// which any weights leave within [-1,984, 2,048], a lane holds two neighbours. Not safe for concurrent callers.
/// </remarks>
internal sealed class LayerScan
{
    private const int Time = 14;
    private const int Channels = 48;
    private const int Outputs = 16;

    private const int Coefficients = 10;

    /// <summary>Rows of the convolution's kernel, of four weights each.</summary>
    private const int KernelRows = 4;

    /// <summary>The values of a row that the depthwise convolution reads: pairs 0-1, 1-2 and 2-3.</summary>
    private const int RowVectors = 3;

    private readonly Vector<sbyte>[] _convolution = new Vector<sbyte>[Groups * KernelRows];

    /// <summary>Correction for values that are raised by 32, added to each sum.</summary>
    private readonly Vector<int>[] _raised = new Vector<int>[Groups];
    private readonly Vector<int>[] _depthwise = new Vector<int>[Groups * 12];
    private readonly Vector<int>[] _pointwise = new Vector<int>[Channels * OutputGroups];
    private readonly ImmutableArray<int> _fullyConnected;
    private readonly ImmutableArray<int> _biases;
    private readonly byte[] _fingerprint = new byte[30 * Coefficients];

    /// <summary>Rows -1 to 14 of the convolution's output; the first and the last are the zeros that SAME padding asks for.</summary>
    private readonly Vector<int>[] _rows = new Vector<int>[(Time + 2) * RowVectors];
    private readonly int[] _pooled = new int[Channels];
    private readonly int[] _mixed = new int[Outputs];

    public LayerScan(KwsModel model)
    {
        ImmutableArray<int>[] tensors = [.. model.Network.Tensors.Select(spec => model[spec])];
        for (int group = 0; group < Groups; group++)
        {
            for (int row = 0; row < KernelRows; row++)
            {
                _convolution[(group * KernelRows) + row] =
                    Lane(group, c => Bytes(tensors[0].AsSpan().Slice((c * 16) + (4 * row), 4))).As<int, sbyte>();
            }

            _raised[group] = Lane(group, c => SixBit.Min * tensors[0].Skip(c * 16).Take(16).Sum());

            for (int row = 0; row < 3; row++)
            {
                int W(int channel, int column) => tensors[1][(((row * 3) + column) * Channels) + channel];
                _depthwise[(group * 12) + (row * 4)] = Lane(group, c => PairProducts.Pair(W(c, 0), W(c, 1)));
                _depthwise[(group * 12) + (row * 4) + 1] = Lane(group, c => PairProducts.Pair(W(c, 1), W(c, 2)));
                _depthwise[(group * 12) + (row * 4) + 2] = Lane(group, c => PairProducts.Pair(W(c, 2), 0));
                _depthwise[(group * 12) + (row * 4) + 3] = Lane(group, c => PairProducts.Pair(0, W(c, 2)));
            }
        }

        for (int i = 0; i < _pointwise.Length; i++)
        {
            _pointwise[i] = Lane(i % OutputGroups, output => tensors[2][(output * Channels) + (i / OutputGroups)]);
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

    /// <summary>Channels of a group: 4, 8 or 16, which all divide the number of channels and of outputs.</summary>
    private static int Lanes => Vector<int>.Count;

    private static int Groups => Channels / Lanes;

    private static int OutputGroups => Outputs / Lanes;

    /// <summary>True if the scan computes this network.</summary>
    public static bool Handles(Network network) => ScalarOracle.Handles(network);

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

    /// <summary>
    /// Runs one fingerprint as far as the pool of a single channel; all other values keep those of the fingerprint before.
    /// </summary>
    public int PooledOf(ReadOnlySpan<sbyte> fingerprint, int channel)
    {
        Load(fingerprint);
        Convolve(channel / Lanes);
        PoolDepthwise(channel / Lanes);
        return _pooled[channel];
    }

    private void Load(ReadOnlySpan<sbyte> fingerprint)
    {
        ReadOnlySpan<byte> values = MemoryMarshal.AsBytes(fingerprint);
        for (int start = 0; start < _fingerprint.Length; start += Vector<byte>.Count)
        {
            // The last vector overlaps the one before.
            int at = Math.Min(start, _fingerprint.Length - Vector<byte>.Count);
            (new Vector<byte>(values.Slice(at, Vector<byte>.Count)) + new Vector<byte>((byte)-SixBit.Min)).CopyTo(_fingerprint, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convolve(int group)
    {
        ref Vector<sbyte> weights = ref _convolution[group * KernelRows];
        Vector<sbyte> w0 = weights;
        Vector<sbyte> w1 = Unsafe.Add(ref weights, 1);
        Vector<sbyte> w2 = Unsafe.Add(ref weights, 2);
        Vector<sbyte> w3 = Unsafe.Add(ref weights, 3);
        Vector<int> raised = _raised[group];
        ref byte input = ref MemoryMarshal.GetArrayDataReference(_fingerprint);
        ref Vector<int> row = ref _rows[RowVectors];
        Vector<int> least = Convolution.Least(group);
        Vector<int> greatest = Convolution.Greatest(group);
        for (int t = 0; t < Time; t++)
        {
            Vector<int> v0 = Position(ref input, w0, w1, w2, w3) + raised;
            Vector<int> v1 = Position(ref Unsafe.Add(ref input, 2), w0, w1, w2, w3) + raised;
            Vector<int> v2 = Position(ref Unsafe.Add(ref input, 4), w0, w1, w2, w3) + raised;
            Vector<int> v3 = Position(ref Unsafe.Add(ref input, 6), w0, w1, w2, w3) + raised;
            least = Vector.Min(least, Vector.Min(Vector.Min(v0, v1), Vector.Min(v2, v3)));
            greatest = Vector.Max(greatest, Vector.Max(Vector.Max(v0, v1), Vector.Max(v2, v3)));
            v0 >>= 3;
            v1 >>= 3;
            v2 >>= 3;
            v3 >>= 3;
            row = PairProducts.Pair(v0, v1);
            Unsafe.Add(ref row, 1) = PairProducts.Pair(v1, v2);
            Unsafe.Add(ref row, 2) = PairProducts.Pair(v2, v3);
            row = ref Unsafe.Add(ref row, RowVectors);
            input = ref Unsafe.Add(ref input, 2 * Coefficients);
        }

        Convolution.Set(group, least, greatest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Position(
        ref byte input, Vector<sbyte> w0, Vector<sbyte> w1, Vector<sbyte> w2, Vector<sbyte> w3)
    {
        Vector<short> halves = Frame(ref input, w0) + Frame(ref Unsafe.Add(ref input, Coefficients), w1)
            + (Frame(ref Unsafe.Add(ref input, 2 * Coefficients), w2) + Frame(ref Unsafe.Add(ref input, 3 * Coefficients), w3));
        return PairProducts.Sum(halves.As<short, int>(), Vector<short>.One.As<short, int>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<short> Frame(ref byte input, Vector<sbyte> weights) =>
        PairProducts.Sum(new Vector<int>(Unsafe.ReadUnaligned<int>(ref input)).As<int, byte>(), weights);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PoolDepthwise(int group)
    {
        ref Vector<int> weights = ref _depthwise[group * 12];
        ref Vector<int> row = ref MemoryMarshal.GetArrayDataReference(_rows);
        Vector<int> least = new Vector<int>(int.MaxValue);
        Vector<int> greatest = new Vector<int>(int.MinValue);
        for (int t = 0; t < Time; t++)
        {
            Vector<int> v0 = default;
            Vector<int> v1 = default;
            Vector<int> v2 = default;
            Vector<int> v3 = default;
            for (int i = 0; i < 3; i++)
            {
                ref Vector<int> values = ref Unsafe.Add(ref row, i * RowVectors);
                Vector<int> second = Unsafe.Add(ref values, 1);
                Vector<int> third = Unsafe.Add(ref values, 2);
                Vector<int> left = Unsafe.Add(ref weights, 4 * i);
                v0 += PairProducts.Sum(values, Unsafe.Add(ref weights, (4 * i) + 1));
                v1 += PairProducts.Sum(values, left) + PairProducts.Sum(third, Unsafe.Add(ref weights, (4 * i) + 2));
                v2 += PairProducts.Sum(second, left) + PairProducts.Sum(third, Unsafe.Add(ref weights, (4 * i) + 3));
                v3 += PairProducts.Sum(third, left);
            }

            least = Vector.Min(least, Vector.Min(Vector.Min(v0, v1), Vector.Min(v2, v3)));
            greatest = Vector.Max(greatest, Vector.Max(Vector.Max(v0, v1), Vector.Max(v2, v3)));
            row = ref Unsafe.Add(ref row, RowVectors);
        }

        Depthwise.Include(group, least, greatest);
        Vector<int> pooled = greatest >> 4;
        Pool.Include(group, pooled, pooled);
        pooled.CopyTo(_pooled, group * Lanes);
    }

    private void Mix()
    {
        for (int group = 0; group < OutputGroups; group++)
        {
            Vector<int> sums = default;
            for (int k = 0; k < Channels; k++)
            {
                sums += new Vector<int>(_pooled[k]) * _pointwise[(k * OutputGroups) + group];
            }

            Pointwise.Include(group, sums, sums);
            sums.CopyTo(_mixed, group * Lanes);
        }
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

    private static int Bytes(ReadOnlySpan<int> values) =>
        (values[3] << 24) | ((values[2] & 0xFF) << 16) | ((values[1] & 0xFF) << 8) | (values[0] & 0xFF);

    private static Vector<int> Lane(int group, Func<int, int> value)
    {
        Span<int> lanes = stackalloc int[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            lanes[i] = value((group * Lanes) + i);
        }

        return new Vector<int>(lanes);
    }
}
