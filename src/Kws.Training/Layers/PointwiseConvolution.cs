using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>A 1 x 1 convolution: every output channel is a weighted sum of all input channels at its position.</summary>
/// <remarks>Weights are [input][channel].</remarks>
internal sealed class PointwiseConvolution : SumLayer
{
    private readonly int _inputs;
    private readonly int _channels;

    /// <summary>The weights as the gradient of the input needs them: [channel][input].</summary>
    private readonly float[] _transposed;

    public PointwiseConvolution(LayerPlace place, PointwiseConvolutionLayer layer)
        : base(place, layer, Places(layer))
    {
        (_inputs, _channels) = (layer.Input.Channels, layer.Output.Channels);
        _transposed = NeedsInputGradient ? new float[_channels * InputPitch] : [];
    }

    public override void Prepare()
    {
        if (NeedsInputGradient)
        {
            Products.Transpose(Weights.Values<float>(), _inputs, OutputPitch, _transposed, _channels, InputPitch);
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
        if (NeedsInputGradient)
        {
            inputGradient.Clear();
        }

        for (int at = 0; at < input.Length; at += InputPitch)
        {
            Products.AddOuter(ref Unsafe.Add(ref x, at), 1, 0, _inputs, ref gradient, 0, OutputPitch, ref g, OutputPitch);
            if (NeedsInputGradient)
            {
                ref float row = ref Unsafe.Add(ref target, at);
                Products.Sum(
                    ref g, 1, 0, _channels, ref MemoryMarshal.GetArrayDataReference(_transposed), 0, InputPitch, ref row, ref row,
                    InputPitch);
            }

            g = ref Unsafe.Add(ref g, OutputPitch);
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged
    {
        ref T y = ref MemoryMarshal.GetReference(output);
        ref T weights = ref MemoryMarshal.GetReference(Weights.Values<T>());
        ref T start = ref MemoryMarshal.GetReference(Start.Values<T>());
        for (int at = 0; at < input.Length; at += InputPitch)
        {
            Products.Sum(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(input), at), 1, 0, _inputs, ref weights, 0, OutputPitch, ref start, ref y,
                OutputPitch);
            y = ref Unsafe.Add(ref y, OutputPitch);
        }
    }

    /// <summary>The tensor is [out][in].</summary>
    private static (int[] Places, int Length) Places(PointwiseConvolutionLayer layer)
    {
        int pitch = Lanes.Padded(layer.Output.Channels);
        int inputs = layer.Input.Channels;
        return ([.. Enumerable.Range(0, layer.Weights.Count).Select(i => (i % inputs * pitch) + (i / inputs))], inputs * pitch);
    }
}
