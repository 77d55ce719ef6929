using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>The average of each channel in every window. Its gradient goes to all positions of the window alike.</summary>
/// <remarks>
/// A quotient of integers that are exact is rounded to an integer only if it is one: the nearest others differ from it by 1 / count, more
/// than half of the last bit of numbers of that size.
/// </remarks>
internal sealed class AveragePool : TrainingLayer
{
    private readonly AveragePoolLayer _layer;
    private readonly Windows _windows;
    private readonly int _inputRow;

    public AveragePool(LayerPlace place, AveragePoolLayer layer)
        : base(place, (place.InputMagnitude * MostPositions(layer) * (1 << layer.LeftShift)) + Half(layer), Magnitude(place, layer)) =>
        (_layer, _windows, _inputRow) = (layer, Windows.Of(layer), layer.Input.Frequency * InputPitch);

    protected override void Forward(ReadOnlySpan<float> input, Span<float> output) => Run(input, output);

    protected override void Forward(ReadOnlySpan<double> input, Span<double> output) => Run(input, output);

    protected override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient,
        Span<float> parameterGradient)
    {
        if (!NeedsInputGradient)
        {
            return;
        }

        inputGradient.Clear();
        ref float g = ref MemoryMarshal.GetReference(outputGradient);
        ref float target = ref MemoryMarshal.GetReference(inputGradient);
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                int position = _windows.Position(time, frequency) * InputPitch;
                var factor = new Vector<float>((float)(1 << _layer.LeftShift) / (time.Count * frequency.Count));
                for (int c = 0; c < OutputPitch; c += Lanes.Count)
                {
                    Vector<float> share = factor * Vector.LoadUnsafe(ref g, (nuint)c);
                    for (int i = 0; i < time.Count; i++)
                    {
                        for (int j = 0; j < frequency.Count; j++)
                        {
                            nuint at = (nuint)(position + (i * _inputRow) + (j * InputPitch) + c);
                            (Vector.LoadUnsafe(ref target, at) + share).StoreUnsafe(ref target, at);
                        }
                    }
                }

                g = ref Unsafe.Add(ref g, OutputPitch);
            }
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged, INumber<T>
    {
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T y = ref MemoryMarshal.GetReference(output);
        var factor = new Vector<T>(T.CreateChecked(1 << _layer.LeftShift));
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                ref T window = ref Unsafe.Add(ref x, _windows.Position(time, frequency) * InputPitch);
                var count = new Vector<T>(T.CreateChecked(time.Count * frequency.Count));
                for (int c = 0; c < OutputPitch; c += Vector<T>.Count)
                {
                    Vector<T> sum = Vector<T>.Zero;
                    for (int i = 0; i < time.Count; i++)
                    {
                        for (int j = 0; j < frequency.Count; j++)
                        {
                            sum += Vector.LoadUnsafe(ref window, (nuint)((i * _inputRow) + (j * InputPitch) + c));
                        }
                    }

                    Vector<T> quotient = sum * factor / count;
                    (IsRounded ? Wrap(Round(quotient)) : quotient).StoreUnsafe(ref y, (nuint)c);
                }

                y = ref Unsafe.Add(ref y, OutputPitch);
            }
        }
    }

    private Vector<T> Round<T>(Vector<T> quotient) => _layer.Rounding == AverageRounding.Floor
        ? Lanes.Floor(quotient)
        : Vector.ConditionalSelect(
            Vector.LessThan(quotient, Vector<T>.Zero), -Lanes.Floor(-quotient), Lanes.Floor(quotient));

    /// <summary>The low bits of two's complement: value - 2^bits * floor((value + 2^(bits - 1)) / 2^bits).</summary>
    private Vector<T> Wrap<T>(Vector<T> value)
        where T : INumber<T>
    {
        if (_layer.WrapBits is null)
        {
            return value;
        }

        var half = new Vector<T>(T.CreateChecked(Half(_layer)));
        Vector<T> range = half + half;
        return value - (range * Lanes.Floor((value + half) / range));
    }

    private static double MostPositions(AveragePoolLayer layer) =>
        Math.Min(layer.Window.KernelTime, layer.Input.Time) * Math.Min(layer.Window.KernelFrequency, layer.Input.Frequency);

    private static double Magnitude(LayerPlace place, AveragePoolLayer layer)
    {
        double quotient = place.InputMagnitude * (1 << layer.LeftShift);
        return layer.WrapBits is null ? quotient : Math.Min(quotient, Half(layer));
    }

    /// <summary>Half of the range that a quotient wraps in; 0 where it does not.</summary>
    private static double Half(AveragePoolLayer layer) => layer.WrapBits is { } bits ? 1L << (bits - 1) : 0;
}
