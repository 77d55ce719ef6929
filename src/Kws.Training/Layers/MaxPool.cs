using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>The maximum of each channel in every window. Its gradient goes to the first position that has it.</summary>
internal sealed class MaxPool : TrainingLayer
{
    private readonly Windows _windows;
    private readonly int _inputRow;

    public MaxPool(LayerPlace place, MaxPoolLayer layer)
        : base(place, place.InputMagnitude, place.InputMagnitude) =>
        (_windows, _inputRow) = (Windows.Of(layer), layer.Input.Frequency * InputPitch);

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
        ref float x = ref MemoryMarshal.GetReference(input);
        ref float y = ref MemoryMarshal.GetReference(output);
        ref float g = ref MemoryMarshal.GetReference(outputGradient);
        ref float target = ref MemoryMarshal.GetReference(inputGradient);
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                int position = _windows.Position(time, frequency) * InputPitch;
                for (int c = 0; c < OutputPitch; c += Lanes.Count)
                {
                    Route(
                        ref Unsafe.Add(ref x, position + c), ref Unsafe.Add(ref target, position + c), Vector.LoadUnsafe(ref y, (nuint)c),
                        Vector.LoadUnsafe(ref g, (nuint)c), time.Count, frequency.Count);
                }

                y = ref Unsafe.Add(ref y, OutputPitch);
                g = ref Unsafe.Add(ref g, OutputPitch);
            }
        }
    }

    private void Route(ref float x, ref float target, Vector<float> maximum, Vector<float> gradient, int times, int frequencies)
    {
        for (int i = 0; i < times; i++)
        {
            for (int j = 0; j < frequencies; j++)
            {
                // What is routed is taken away, so that no later position with the same value gets it too.
                nuint at = (nuint)((i * _inputRow) + (j * InputPitch));
                Vector<int> isMaximum = Vector.Equals(Vector.LoadUnsafe(ref x, at), maximum);
                Vector<float> routed = Vector.ConditionalSelect(isMaximum, gradient, Vector<float>.Zero);
                gradient = Vector.ConditionalSelect(isMaximum, Vector<float>.Zero, gradient);
                (Vector.LoadUnsafe(ref target, at) + routed).StoreUnsafe(ref target, at);
            }
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged
    {
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T y = ref MemoryMarshal.GetReference(output);
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                ref T window = ref Unsafe.Add(ref x, _windows.Position(time, frequency) * InputPitch);
                for (int c = 0; c < OutputPitch; c += Vector<T>.Count)
                {
                    Vector<T> maximum = Vector.LoadUnsafe(ref window, (nuint)c);
                    for (int i = 0; i < time.Count; i++)
                    {
                        for (int j = 0; j < frequency.Count; j++)
                        {
                            maximum = Vector.Max(
                                maximum, Vector.LoadUnsafe(ref window, (nuint)((i * _inputRow) + (j * InputPitch) + c)));
                        }
                    }

                    maximum.StoreUnsafe(ref y, (nuint)c);
                }

                y = ref Unsafe.Add(ref y, OutputPitch);
            }
        }
    }
}
