using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>A convolution over time and frequency. Every output channel sums over all channels of the input.</summary>
/// <remarks>
/// A row of a window is contiguous in the input: [frequency][channel]. Weights are [time][frequency][input][channel], so that each value
/// of the row is multiplied by a vector of output channels.
/// </remarks>
internal sealed class Convolution : SumLayer
{
    private readonly Windows _windows;
    private readonly int _channels;
    private readonly int _inputRow;
    private readonly int _kernelTime;
    private readonly int _kernelRow;

    /// <summary>The weights as the gradient of the input needs them: [time][channel][frequency][input].</summary>
    private readonly float[] _transposed;

    public Convolution(LayerPlace place, ConvolutionLayer layer)
        : base(place, layer, Places(layer, place.InputPitch))
    {
        _windows = Windows.Of(layer);
        (_channels, _kernelTime) = (layer.Output.Channels, layer.Window.KernelTime);
        _inputRow = layer.Input.Frequency * InputPitch;
        _kernelRow = layer.Window.KernelFrequency * InputPitch;
        _transposed = NeedsInputGradient ? new float[_kernelTime * _channels * _kernelRow] : [];
    }

    public override void Prepare()
    {
        if (NeedsInputGradient)
        {
            for (int i = 0; i < _kernelTime; i++)
            {
                Products.Transpose(
                    Weights.Values<float>()[(i * _kernelRow * OutputPitch)..], _kernelRow, OutputPitch,
                    _transposed.AsSpan(i * _channels * _kernelRow), _channels);
            }
        }
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
        ref float target = ref MemoryMarshal.GetReference(inputGradient);
        ref float gradient = ref MemoryMarshal.GetReference(Weights.Of(parameterGradient));
        ref float transposed = ref MemoryMarshal.GetArrayDataReference(_transposed);
        if (NeedsInputGradient)
        {
            inputGradient.Clear();
        }

        foreach (Clip time in _windows.Times)
        {
            foreach (Clip frequency in _windows.Frequencies)
            {
                int position = _windows.Position(time, frequency) * InputPitch;
                int tap = frequency.First * InputPitch;
                int run = frequency.Count * InputPitch;
                Products.AddOuter(
                    ref Unsafe.Add(ref x, position), time.Count, _inputRow, run,
                    ref Unsafe.Add(ref gradient, ((time.First * _kernelRow) + tap) * OutputPitch), _kernelRow * OutputPitch, OutputPitch,
                    ref g, OutputPitch);
                for (int i = 0; NeedsInputGradient && i < time.Count; i++)
                {
                    ref float row = ref Unsafe.Add(ref target, position + (i * _inputRow));
                    Products.Sum(
                        ref g, 1, 0, _channels, ref Unsafe.Add(ref transposed, ((time.First + i) * _channels * _kernelRow) + tap), 0,
                        _kernelRow, ref row, ref row, run);
                }

                g = ref Unsafe.Add(ref g, OutputPitch);
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
                Products.Sum(
                    ref Unsafe.Add(ref x, _windows.Position(time, frequency) * InputPitch), time.Count, _inputRow,
                    frequency.Count * InputPitch,
                    ref Unsafe.Add(ref weights, ((time.First * _kernelRow) + (frequency.First * InputPitch)) * OutputPitch),
                    _kernelRow * OutputPitch, OutputPitch, ref start, ref y, OutputPitch);
                y = ref Unsafe.Add(ref y, OutputPitch);
            }
        }
    }

    /// <summary>The tensor is [channel][time][frequency][input].</summary>
    private static (int[] Places, int Length) Places(ConvolutionLayer layer, int inputPitch)
    {
        int pitch = Lanes.Padded(layer.Output.Channels);
        int perChannel = layer.WeightsPerChannel;
        int inputs = layer.Input.Channels;
        return (
            [.. Enumerable.Range(0, layer.Weights.Count).Select(i =>
                ((i % perChannel / inputs * inputPitch) + (i % inputs)) * pitch + (i / perChannel))],
            layer.Window.Taps * inputPitch * pitch);
    }
}
