using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A depthwise convolution of bytes, for weights whose sums fit 16 bits: the bytes of two places of the kernel are interleaved, and a
/// 16-bit lane gets the sum of two products. A register of bytes has the channels of two units; those of its two vectors of sums are in
/// the order that packing puts together again. Three windows at a time.
/// <code>
/// for each two units:  four vectors of biases, two of offsets, then for each two places:  weights, weights
/// </code>
/// The offset lets the least sum be the least number of 16 bits; the bias has its opposite.
/// </summary>
internal sealed unsafe class DepthwiseByteStep<TSimd, TVector> : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private const int HeadVectors = 6;

    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _places;
    private readonly TVector _min;
    private readonly TVector _max;
    private readonly TVector _zero;
    private readonly int _shift;
    private readonly int _units;
    private readonly int _pairs;
    private readonly int _positions;

    /// <param name="layer">The layer.</param>
    /// <param name="model">Its weights.</param>
    /// <param name="input">Its input, which <see cref="Input"/> made.</param>
    /// <param name="output">Its output, bytes.</param>
    /// <param name="greatest">The largest byte of the input.</param>
    /// <param name="narrowed">The requantisation; null for none.</param>
    public DepthwiseByteStep(
        DepthwiseConvolutionLayer layer, KwsModel model, PlanTensor input, PlanTensor output, int greatest, RequantizationLayer? narrowed)
    {
        int channels = layer.Output.Channels;
        _units = Units.Count(channels, sizeof(TVector) / 2);
        _pairs = (layer.Window.Taps + 1) / 2;
        _shift = narrowed?.Shift ?? 0;
        _min = TSimd.Constant16((short)Math.Max(narrowed?.MinOutput ?? short.MinValue, short.MinValue));
        _max = TSimd.Constant16((short)Math.Min(narrowed?.MaxOutput ?? short.MaxValue, short.MaxValue));
        _zero = TSimd.Constant16((short)output.Zero);
        int[] starts = WindowPlaces.Starts(layer, input);
        int[] taps = WindowPlaces.Taps(layer.Window, input);
        _positions = starts.Length;
        _places = new AlignedMemory(((2 * _pairs) + (2 * _positions)) * sizeof(int));
        for (int i = 0; i < 2 * _pairs; i++)
        {
            Taps[i] = taps[Math.Min(i, taps.Length - 1)];
        }

        starts.CopyTo(new Span<int>(Starts, _positions));
        WindowPlaces.Positions(output).CopyTo(new Span<int>(Outputs, _positions));
        int bytes = (_units + 1) / 2 * BlockBytes;
        _weights = new AlignedMemory(bytes);
        new Span<byte>(_weights.Address, bytes).Clear();
        ImmutableArray<int> weights = model[layer.Weights];
        ImmutableArray<int> biases = layer.Biases is { } spec ? model[spec] : [];
        for (int channel = 0; channel < channels; channel++)
        {
            long bias = (narrowed?.Half ?? 0) + (biases.IsEmpty ? 0 : biases[channel]);
            Pack(channel, bias, input.Zero, greatest, [.. taps.Select((_, tap) => weights[(tap * channels) + channel])]);
        }
    }

    /// <summary>The bytes of two units.</summary>
    private int BlockBytes => sizeof(TVector) * (HeadVectors + (2 * _pairs));

    private int* Taps => (int*)_places.Address;

    private int* Starts => Taps + (2 * _pairs);

    private int* Outputs => Starts + _positions;

    /// <summary>The input as bytes; null if values or sums do not fit, or the instructions do better with 16-bit numbers.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="shorts">Its input as 16-bit numbers.</param>
    /// <param name="output">Its output.</param>
    /// <param name="range">The range of its input, with 0.</param>
    public static PlanTensor? Input(
        DepthwiseConvolutionLayer layer, ImmutableArray<int> weights, PlanTensor shorts, PlanTensor output, ValueRange range)
    {
        long greatest = range.Greatest - range.Least;
        if (!TSimd.HasBytes || TSimd.HasDot8 || shorts.Format != ValueFormat.Short || output.Format != ValueFormat.Byte
            || greatest > byte.MaxValue)
        {
            return null;
        }

        int channels = layer.Output.Channels;
        int taps = layer.Window.Taps;
        for (int channel = 0; channel < channels; channel++)
        {
            (long least, long most, int before) = (0, 0, 0);
            for (int tap = 0; tap < taps; tap++)
            {
                int weight = weights[(tap * channels) + channel];
                (least, most) = (least + Math.Min(weight, 0), most + Math.Max(weight, 0));

                // The two products of a pair must not saturate.
                if (tap % 2 == 1 && ((Math.Max(weight, 0) + Math.Max(before, 0)) * greatest > short.MaxValue
                    || (Math.Min(weight, 0) + Math.Min(before, 0)) * greatest < short.MinValue))
                {
                    return null;
                }

                before = weight;
            }

            if ((most - least) * greatest > ushort.MaxValue)
            {
                return null;
            }
        }

        return shorts with { Format = ValueFormat.Byte, Zero = (int)-range.Least };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* output, int positions)
    {
        for (int unit = 0; unit < _units; unit += 2)
        {
            nint offset = unit * (nint)(sizeof(TVector) / 2);
            Windows(input + offset, output + offset, positions, _weights.Address + (unit / 2 * (nint)BlockBytes), unit + 1 == _units);
        }

        GC.KeepAlive(_weights);
        GC.KeepAlive(_places);
        return false;
    }

    /// <summary>Computes two units of all windows, three at a time.</summary>
    /// <param name="input">The units in the input.</param>
    /// <param name="output">The units in the output.</param>
    /// <param name="positions">The number of windows.</param>
    /// <param name="block">The weights.</param>
    /// <param name="isHalf">True if there is one unit alone: the other half of a register belongs to the next position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Windows(byte* input, byte* output, int positions, byte* block, bool isHalf)
    {
        int* starts = Starts;
        int* outputs = Outputs;
        int* taps = Taps;
        int* end = taps + (2 * _pairs);
        int last = positions - 1;
        for (int p0 = 0; p0 <= last; p0 += 3)
        {
            (int p1, int p2) = (Math.Min(p0 + 1, last), Math.Min(p0 + 2, last));
            byte* in0 = input + starts[p0];
            byte* in1 = input + starts[p1];
            byte* in2 = input + starts[p2];
            byte* weights = block + ((HeadVectors - 2) * sizeof(TVector));
            TVector a0 = TSimd.Load(weights);
            TVector b0 = TSimd.Load(weights + sizeof(TVector));
            TVector a1 = a0;
            TVector b1 = b0;
            TVector a2 = a0;
            TVector b2 = b0;
            for (int* tap = taps; tap < end; tap += 2)
            {
                weights += 2 * sizeof(TVector);
                nint left = tap[0];
                nint right = tap[1];
                TVector wa = TSimd.Load(weights);
                TVector wb = TSimd.Load(weights + sizeof(TVector));
                TVector x = TSimd.Load(in0 + left);
                TVector y = TSimd.Load(in0 + right);
                a0 = TSimd.Add16(a0, TSimd.MultiplyAdd8(TSimd.UnpackLow8(x, y), wa));
                b0 = TSimd.Add16(b0, TSimd.MultiplyAdd8(TSimd.UnpackHigh8(x, y), wb));
                x = TSimd.Load(in1 + left);
                y = TSimd.Load(in1 + right);
                a1 = TSimd.Add16(a1, TSimd.MultiplyAdd8(TSimd.UnpackLow8(x, y), wa));
                b1 = TSimd.Add16(b1, TSimd.MultiplyAdd8(TSimd.UnpackHigh8(x, y), wb));
                x = TSimd.Load(in2 + left);
                y = TSimd.Load(in2 + right);
                a2 = TSimd.Add16(a2, TSimd.MultiplyAdd8(TSimd.UnpackLow8(x, y), wa));
                b2 = TSimd.Add16(b2, TSimd.MultiplyAdd8(TSimd.UnpackHigh8(x, y), wb));
            }

            Store(output + outputs[p0], a0, b0, block, isHalf);
            Store(output + outputs[p1], a1, b1, block, isHalf);
            Store(output + outputs[p2], a2, b2, block, isHalf);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(byte* output, TVector a, TVector b, byte* biases, bool isHalf)
    {
        TVector bytes = TSimd.Pack16(Narrowed(a, biases), Narrowed(b, biases + (2 * sizeof(TVector))));
        if (isHalf)
        {
            TSimd.StoreLower(output, bytes);
        }
        else
        {
            TSimd.Store(output, bytes);
        }
    }

    /// <summary>The requantisation of a vector of 16-bit sums, in 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Narrowed(TVector sums, byte* biases)
    {
        (TVector zero, TVector one) = (TSimd.Constant16(0), TSimd.Constant16(1));
        TVector low = TSimd.Dot16(TSimd.Load(biases), TSimd.UnpackLow16(sums, zero), one);
        TVector high = TSimd.Dot16(TSimd.Load(biases + sizeof(TVector)), TSimd.UnpackHigh16(sums, zero), one);
        TVector values = TSimd.Pack32(TSimd.ShiftRight32(low, _shift), TSimd.ShiftRight32(high, _shift));
        return TSimd.Add16(TSimd.Min16(TSimd.Max16(values, _min), _max), _zero);
    }

    /// <summary>Packs a channel: in every 128 bits of a register of bytes there are 16 channels.</summary>
    private void Pack(int channel, long bias, int zero, int greatest, int[] weights)
    {
        byte* block = _weights.Address + (channel / sizeof(TVector) * (nint)BlockBytes);
        (int lane, int within) = Math.DivRem(channel % sizeof(TVector), 16);
        int offset = short.MinValue - (weights.Sum(weight => Math.Min(weight, 0)) * greatest);
        bias -= offset + ((long)zero * weights.Sum());
        ((int*)block)[(within / 4 * (sizeof(TVector) / sizeof(int))) + (lane * 4) + (within % 4)] = (int)bias;

        // Channels 0 to 7 of the 16 are in the first vector of two, the others in the second.
        byte* own = block + ((HeadVectors - 2) * sizeof(TVector)) + (within / 8 * sizeof(TVector)) + (lane * 16) + (within % 8 * 2);
        *(short*)own = (short)offset;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            ((sbyte*)own)[(((tap / 2) + 1) * 2 * sizeof(TVector)) + (tap % 2)] = (sbyte)weights[tap];
        }
    }
}
