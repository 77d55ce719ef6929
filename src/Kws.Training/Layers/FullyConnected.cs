using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>Weighted sums of all values of the input.</summary>
/// <remarks>Weights are [input][channel], where the input is padded as its values are.</remarks>
internal sealed class FullyConnected : SumLayer
{
    private readonly int _channels;

    /// <summary>The weights as the gradient of the input needs them: [channel][input].</summary>
    private readonly float[] _transposed;

    public FullyConnected(LayerPlace place, FullyConnectedLayer layer)
        : base(place, layer, Places(layer, place.InputPitch))
    {
        _channels = layer.Output.Channels;
        _transposed = NeedsInputGradient ? new float[_channels * InputLength] : [];
    }

    public override void Prepare()
    {
        if (NeedsInputGradient)
        {
            Products.Transpose(Weights.Values<float>(), InputLength, OutputPitch, _transposed, _channels);
        }
    }

    protected override void Forward(ReadOnlySpan<float> input, Span<float> output) => Run(input, output);

    protected override void Forward(ReadOnlySpan<double> input, Span<double> output) => Run(input, output);

    protected override void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient,
        Span<float> parameterGradient)
    {
        AddBiasGradient(outputGradient, parameterGradient);
        ref float g = ref MemoryMarshal.GetReference(outputGradient);
        Products.AddOuter(
            ref MemoryMarshal.GetReference(input), 1, 0, InputLength, ref MemoryMarshal.GetReference(Weights.Of(parameterGradient)), 0,
            OutputPitch, ref g, OutputPitch);
        if (NeedsInputGradient)
        {
            inputGradient.Clear();
            ref float target = ref MemoryMarshal.GetReference(inputGradient);
            Products.Sum(
                ref g, 1, 0, _channels, ref MemoryMarshal.GetArrayDataReference(_transposed), 0, InputLength, ref target, ref target,
                InputLength);
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged => Products.Sum(
        ref MemoryMarshal.GetReference(input), 1, 0, InputLength, ref MemoryMarshal.GetReference(Weights.Values<T>()), 0, OutputPitch,
        ref MemoryMarshal.GetReference(Start.Values<T>()), ref MemoryMarshal.GetReference(output), OutputPitch);

    /// <summary>The tensor is [out][time][frequency][channel].</summary>
    private static (int[] Places, int Length) Places(FullyConnectedLayer layer, int inputPitch)
    {
        int pitch = Lanes.Padded(layer.Output.Channels);
        int inputs = layer.Input.Channels;
        return (
            [.. Enumerable.Range(0, layer.Weights.Count).Select(i =>
                ((i % layer.Input.Count / inputs * inputPitch) + (i % inputs)) * pitch + (i / layer.Input.Count))],
            layer.Input.Time * layer.Input.Frequency * inputPitch * pitch);
    }
}
