using System.Numerics;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>
/// Division by a power of two, then ReLU and saturation where they are asked for. The gradient goes straight through the rounding, and
/// stops where a value is clamped.
/// </summary>
internal sealed class Requantization : TrainingLayer
{
    private readonly RequantizationLayer _layer;
    private readonly double _scale;
    private readonly double _half;
    private readonly double _least;
    private readonly double _most;
    private readonly bool _isClamped;

    public Requantization(LayerPlace place, RequantizationLayer layer)
        : base(place, place.InputMagnitude + layer.Half, Magnitude(place, layer))
    {
        _layer = layer;
        (_scale, _half) = (Math.ScaleB(1, -layer.Shift), layer.Half);
        (_isClamped, _least, _most) = (layer.Relu || layer.SaturationBits is not null, layer.MinOutput, layer.MaxOutput);
    }

    public override bool SharesGradient => true;

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

        ref float x = ref MemoryMarshal.GetReference(input);
        ref float g = ref MemoryMarshal.GetReference(inputGradient);
        var scale = new Vector<float>((float)_scale);
        var least = new Vector<float>((float)_least);
        var most = new Vector<float>((float)_most);
        for (nuint i = 0; i < (nuint)input.Length; i += (nuint)Lanes.Count)
        {
            Vector<float> gradient = Vector.LoadUnsafe(ref g, i) * scale;
            if (_isClamped)
            {
                Vector<float> value = Quotient(Vector.LoadUnsafe(ref x, i));
                Vector<int> isInside = Vector.GreaterThanOrEqual(value, least) & Vector.LessThanOrEqual(value, most);
                gradient = Vector.ConditionalSelect(isInside, gradient, Vector<float>.Zero);
            }

            gradient.StoreUnsafe(ref g, i);
        }
    }

    private void Run<T>(ReadOnlySpan<T> input, Span<T> output)
        where T : unmanaged, INumber<T>
    {
        ref T x = ref MemoryMarshal.GetReference(input);
        ref T y = ref MemoryMarshal.GetReference(output);
        var least = new Vector<T>(T.CreateChecked(_least));
        var most = new Vector<T>(T.CreateChecked(_most));
        for (nuint i = 0; i < (nuint)input.Length; i += (nuint)Vector<T>.Count)
        {
            Vector<T> value = Quotient(Vector.LoadUnsafe(ref x, i));
            (_isClamped ? Vector.Min(Vector.Max(value, least), most) : value).StoreUnsafe(ref y, i);
        }
    }

    private Vector<T> Quotient<T>(Vector<T> value)
        where T : INumber<T>
    {
        Vector<T> quotient = (value + new Vector<T>(T.CreateChecked(_half))) * new Vector<T>(T.CreateChecked(_scale));
        return IsRounded ? Lanes.Floor(quotient) : quotient;
    }

    /// <summary>The magnitude of the output for the largest input, or for the smallest.</summary>
    private static double Magnitude(LayerPlace place, RequantizationLayer layer)
    {
        double unit = Math.ScaleB(1, layer.Shift);
        double most = Math.Min(Math.Floor((place.InputMagnitude + layer.Half) / unit), layer.MaxOutput);
        return Math.Max(most, Math.Min(Math.Ceiling((place.InputMagnitude - layer.Half) / unit), -(double)layer.MinOutput));
    }
}
