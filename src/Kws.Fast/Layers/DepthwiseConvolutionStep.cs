using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A depthwise convolution of 16-bit values: the values of two places of the kernel are interleaved, so that a 32-bit lane gets the sum of
/// two products. The two halves of a unit are unpacked into the vectors that packing puts together again. Three windows at a time.
/// <code>
/// for each unit:  bias, bias, then for each two places:  weights, weights
/// </code>
/// </summary>
internal sealed unsafe class DepthwiseConvolutionStep<TSimd, TVector> : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _places;
    private readonly Narrowing<TSimd, TVector> _narrowing;
    private readonly int _units;
    private readonly int _pairs;
    private readonly int _positions;

    public DepthwiseConvolutionStep(
        DepthwiseConvolutionLayer layer, KwsModel model, PlanTensor input, int[] outputs, long half, Narrowing<TSimd, TVector> narrowing)
    {
        int unit = sizeof(TVector) / 2;
        int channels = layer.Output.Channels;
        _narrowing = narrowing;
        _units = Units.Count(channels, unit);
        _pairs = (layer.Window.Taps + 1) / 2;
        int[] starts = WindowPlaces.Starts(layer, input);
        _positions = starts.Length;
        int[] taps = WindowPlaces.Taps(layer.Window, input);
        _places = new AlignedMemory(((2 * _pairs) + (2 * _positions)) * sizeof(int));
        for (int i = 0; i < 2 * _pairs; i++)
        {
            Taps[i] = taps[Math.Min(i, taps.Length - 1)];
        }

        starts.CopyTo(new Span<int>(Starts, _positions));
        outputs.CopyTo(new Span<int>(Outputs, _positions));

        int bytes = _units * UnitBytes;
        _weights = new AlignedMemory(bytes);
        new Span<byte>(_weights.Address, bytes).Clear();
        ImmutableArray<int> weights = model[layer.Weights];
        ImmutableArray<int> biases = layer.Biases is { } spec ? model[spec] : [];
        for (int channel = 0; channel < channels; channel++)
        {
            byte* start = _weights.Address + (channel / unit * (nint)UnitBytes);
            int lane = Units.IndexOf(channel % unit, unit);
            ((int*)start)[lane] = (int)(half + (biases.IsEmpty ? 0 : biases[channel]));
            for (int tap = 0; tap < taps.Length; tap++)
            {
                ((short*)start)[(((tap / 2) + 1) * unit * 2) + (lane * 2) + (tap % 2)] = (short)weights[(tap * channels) + channel];
            }
        }
    }

    private int UnitBytes => 2 * sizeof(TVector) * (1 + _pairs);

    private int* Taps => (int*)_places.Address;

    private int* Starts => Taps + (2 * _pairs);

    private int* Outputs => Starts + _positions;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override bool Run(byte* input, byte* output, int positions)
    {
        TVector check = TSimd.Constant32(0);
        for (int unit = 0; unit < _units; unit++)
        {
            check = Windows(input + (unit * sizeof(TVector)), output + (unit * _narrowing.UnitBytes), positions, unit, check);
        }

        GC.KeepAlive(_weights);
        GC.KeepAlive(_places);
        return TSimd.AnyUpper16(check);
    }

    /// <summary>Computes a unit of all windows, three at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TVector Windows(byte* input, byte* output, int positions, int unit, TVector check)
    {
        Narrowing<TSimd, TVector> narrowing = _narrowing;
        byte* bias = _weights.Address + (unit * (nint)UnitBytes);
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
            byte* weights = bias;
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
                a0 = TSimd.Dot16(a0, TSimd.UnpackLow16(x, y), wa);
                b0 = TSimd.Dot16(b0, TSimd.UnpackHigh16(x, y), wb);
                x = TSimd.Load(in1 + left);
                y = TSimd.Load(in1 + right);
                a1 = TSimd.Dot16(a1, TSimd.UnpackLow16(x, y), wa);
                b1 = TSimd.Dot16(b1, TSimd.UnpackHigh16(x, y), wb);
                x = TSimd.Load(in2 + left);
                y = TSimd.Load(in2 + right);
                a2 = TSimd.Dot16(a2, TSimd.UnpackLow16(x, y), wa);
                b2 = TSimd.Dot16(b2, TSimd.UnpackHigh16(x, y), wb);
            }

            check = narrowing.Store(output + outputs[p0], a0, b0, check);
            check = narrowing.Store(output + outputs[p1], a1, b1, check);
            check = narrowing.Store(output + outputs[p2], a2, b2, check);
        }

        return check;
    }
}
