using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>
/// One layer as training computes it. Values are [time][frequency][channel], with the channels of a position padded to whole registers by
/// zeros; so are gradients.
/// </summary>
/// <remarks>
/// Floats are exact for integers up to 2^24 and doubles up to 2^53. A layer is wide, and computes in doubles, where its values can exceed
/// the former.
/// </remarks>
internal abstract class TrainingLayer
{
    /// <summary>The largest integers up to which all are floats, and doubles.</summary>
    private const double ExactSingle = 1 << 24;
    private const double ExactDouble = 1L << 53;

    private readonly Layer _layer;
    private readonly int _index;
    private readonly bool _canOverflow;

    /// <summary>Places a layer.</summary>
    /// <param name="place">The layer's place in the network.</param>
    /// <param name="largest">The largest magnitude of its inputs, partial sums and outputs.</param>
    /// <param name="magnitude">The largest magnitude of its outputs.</param>
    protected TrainingLayer(LayerPlace place, double largest, double magnitude)
    {
        (_layer, _index, InputPitch, NeedsInputGradient) = (place.Layer, place.Index, place.InputPitch, place.NeedsInputGradient);
        if (largest > ExactDouble)
        {
            throw new ArgumentException($"{_layer.Name}: sums of up to {Math.Log2(largest):F0} bits, expected at most 53 for training");
        }

        OutputPitch = Lanes.Padded(_layer.Output.Channels);
        OutputMagnitude = Math.Min(magnitude, -(double)int.MinValue);
        _canOverflow = magnitude > int.MaxValue;
        IsWide = largest > ExactSingle || !place.IsRounded;
        IsRounded = place.IsRounded;
    }

    /// <summary>True if the layer computes in double precision.</summary>
    public bool IsWide { get; }

    /// <summary>The largest magnitude of an output.</summary>
    public double OutputMagnitude { get; }

    /// <summary>The distance between positions of the output.</summary>
    public int OutputPitch { get; }

    /// <summary>The length of the padded input.</summary>
    public int InputLength => _layer.Input.Time * _layer.Input.Frequency * InputPitch;

    /// <summary>The length of the padded output.</summary>
    public int OutputLength => _layer.Output.Time * _layer.Output.Frequency * OutputPitch;

    /// <summary>True if the gradient of the input takes the place of that of the output.</summary>
    public virtual bool SharesGradient => false;

    /// <summary>The distance between positions of the input.</summary>
    protected int InputPitch { get; }

    /// <summary>True if a layer before this one has parameters.</summary>
    protected bool NeedsInputGradient { get; }

    /// <summary>False in tests of gradients, which differentiate the network without rounding.</summary>
    protected bool IsRounded { get; }

    /// <summary>Takes over new parameters.</summary>
    public virtual void Prepare()
    {
    }

    /// <summary>Computes the output from the input.</summary>
    /// <exception cref="OverflowException">A value does not fit 32 bits.</exception>
    public void Forward(Workspace workspace)
    {
        Span<float> values = workspace.Values(_index + 1);
        Span<double> wide = workspace.WideValues(_index + 1);
        if (IsWide)
        {
            Forward(workspace.WideValues(_index), wide);
            RefuseOverflow(wide);
            for (int i = 0; i < wide.Length; i++)
            {
                values[i] = (float)wide[i];
            }

            return;
        }

        Forward(workspace.Values(_index), values);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }
    }

    /// <summary>Computes the gradient of the input from that of the output, and adds to the gradient of the parameters.</summary>
    public void Backward(Workspace workspace) => Backward(
        workspace.Values(_index), workspace.Values(_index + 1), workspace.Gradient(_index + 1), workspace.Gradient(_index),
        workspace.ParameterGradient);

    /// <inheritdoc cref="Forward(Workspace)"/>
    protected abstract void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <inheritdoc cref="Forward(Workspace)"/>
    protected abstract void Forward(ReadOnlySpan<double> input, Span<double> output);

    /// <inheritdoc cref="Backward(Workspace)"/>
    protected abstract void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> output, ReadOnlySpan<float> outputGradient, Span<float> inputGradient,
        Span<float> parameterGradient);

    private void RefuseOverflow(ReadOnlySpan<double> values)
    {
        if (!_canOverflow || !IsRounded)
        {
            return;
        }

        foreach (double value in values)
        {
            if (value is < int.MinValue or > int.MaxValue)
            {
                throw new OverflowException($"{_layer.Name}: a value does not fit 32 bits");
            }
        }
    }
}
