using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>A convolution of every channel with a kernel of its own.</summary>
/// <remarks>Weights are [time][frequency][channel], as in the tensor.</remarks>
internal sealed class DepthwiseConvolution : SumLayer
{
    private readonly Windows _windows;
    private readonly int _inputRow;
    private readonly int _kernelRow;

    public DepthwiseConvolution(LayerPlace place, DepthwiseConvolutionLayer layer)
        : base(place, layer, Places(layer))
    {
        _windows = Windows.Of(layer);
        _inputRow = layer.Input.Frequency * InputPitch;
        _kernelRow = layer.Window.KernelFrequency * InputPitch;
    }

    protected override void Forward(ReadOnlySpan<float> input, Span<float> output) => Run(input, output);

    protected override void Forward(ReadOnlySpan<double> input, Span<double> output) => Run(input, output);

    protected override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient,
        Span<float> parameterGradient)
    {
        AddBiasGradient(outputGradient, parameterGradient);
        ref float x = ref MemoryMarshal.GetReference(input);
        ref float g = ref MemoryMarshal.GetReference(outputGradient);
        ref float weights = ref MemoryMarshal.GetReference(Weights.Values<float>());
        ref float gradient = ref MemoryMarshal.GetReference(Weights.Of(parameterGradient));
        ref float target = ref MemoryMarshal.GetReference(inputGradient);
        inputGradient.Clear();
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                int position = _windows.Position(time, frequency) * InputPitch;
                int tap = (time.First * _kernelRow) + (frequency.First * InputPitch);
                for (int c = 0; c < OutputPitch; c += Lanes.Count)
                {
                    Vector<float> lanes = Vector.LoadUnsafe(ref g, (nuint)c);

                    // After a global max pool one position of each channel has a gradient.
                    if (lanes != Vector<float>.Zero)
                    {
                        AddWindow(
                            ref Unsafe.Add(ref x, position + c), ref Unsafe.Add(ref target, position + c),
                            ref Unsafe.Add(ref weights, tap + c), ref Unsafe.Add(ref gradient, tap + c), lanes, time.Count,
                            frequency.Count);
                    }
                }

                g = ref Unsafe.Add(ref g, OutputPitch);
            }
        }
    }

    private void AddWindow(
        ref float x, ref float target, ref float weights, ref float gradient, Vector<float> lanes, int times, int frequencies)
    {
        for (int i = 0; i < times; i++)
        {
            for (int j = 0; j < frequencies; j++)
            {
                nuint at = (nuint)((i * _inputRow) + (j * InputPitch));
                nuint tap = (nuint)((i * _kernelRow) + (j * InputPitch));
                Vector<float> slope = Lanes.MultiplyAdd(lanes, Vector.LoadUnsafe(ref x, at), Vector.LoadUnsafe(ref gradient, tap));
                slope.StoreUnsafe(ref gradient, tap);
                Vector<float> spread = Lanes.MultiplyAdd(lanes, Vector.LoadUnsafe(ref weights, tap), Vector.LoadUnsafe(ref target, at));
                spread.StoreUnsafe(ref target, at);
            }
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged
    {
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T y = ref MemoryMarshal.GetReference(output);
        ref T weights = ref MemoryMarshal.GetReference(Weights.Values<T>());
        ref T start = ref MemoryMarshal.GetReference(Start.Values<T>());
        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                ref T window = ref Unsafe.Add(ref x, _windows.Position(time, frequency) * InputPitch);
                ref T taps = ref Unsafe.Add(ref weights, (time.First * _kernelRow) + (frequency.First * InputPitch));
                int c = 0;
                for (; c <= OutputPitch - (2 * Vector<T>.Count); c += 2 * Vector<T>.Count)
                {
                    SumPair(
                        ref Unsafe.Add(ref window, c), ref Unsafe.Add(ref taps, c), ref Unsafe.Add(ref start, c), ref Unsafe.Add(ref y, c),
                        time.Count, frequency.Count);
                }

                for (; c < OutputPitch; c += Vector<T>.Count)
                {
                    Vector<T> sum = Vector.LoadUnsafe(ref start, (nuint)c);
                    for (int i = 0; i < time.Count; i++)
                    {
                        for (int j = 0; j < frequency.Count; j++)
                        {
                            sum = Lanes.MultiplyAdd(
                                Vector.LoadUnsafe(ref window, (nuint)((i * _inputRow) + (j * InputPitch) + c)),
                                Vector.LoadUnsafe(ref taps, (nuint)((i * _kernelRow) + (j * InputPitch) + c)), sum);
                        }
                    }

                    sum.StoreUnsafe(ref y, (nuint)c);
                }

                y = ref Unsafe.Add(ref y, OutputPitch);
            }
        }
    }

    /// <summary>Two registers of channels at once: the sum of one waits for each of its products.</summary>
    private void SumPair<T>(ref T window, ref T taps, ref T start, ref T output, int times, int frequencies)
        where T : unmanaged
    {
        nuint lanes = (nuint)Vector<T>.Count;
        Vector<T> a = Vector.LoadUnsafe(ref start);
        Vector<T> b = Vector.LoadUnsafe(ref start, lanes);
        for (int i = 0; i < times; i++)
        {
            ref T x = ref Unsafe.Add(ref window, i * _inputRow);
            ref T w = ref Unsafe.Add(ref taps, i * _kernelRow);
            for (int j = 0; j < frequencies; j++)
            {
                a = Lanes.MultiplyAdd(Vector.LoadUnsafe(ref x), Vector.LoadUnsafe(ref w), a);
                b = Lanes.MultiplyAdd(Vector.LoadUnsafe(ref x, lanes), Vector.LoadUnsafe(ref w, lanes), b);
                x = ref Unsafe.Add(ref x, InputPitch);
                w = ref Unsafe.Add(ref w, InputPitch);
            }
        }

        a.StoreUnsafe(ref output);
        b.StoreUnsafe(ref output, lanes);
    }

    private static (int[] Places, int Length) Places(DepthwiseConvolutionLayer layer)
    {
        int channels = layer.Output.Channels;
        int pitch = Lanes.Padded(channels);
        return (
            [.. Enumerable.Range(0, layer.Weights.Count).Select(i => (i / channels * pitch) + (i % channels))], layer.Window.Taps * pitch);
    }
}
