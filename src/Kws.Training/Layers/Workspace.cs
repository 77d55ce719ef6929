using Kws.Model;

namespace Kws.Training.Layers;

/// <summary>
/// The values and gradients of one example, for one thread. Index 0 is the fingerprint, index i the output of layer i - 1.
/// </summary>
internal sealed class Workspace
{
    private readonly float[][] _values;
    private readonly double[][] _wideValues;
    private readonly float[][] _gradients;
    private readonly double[] _logits;

    private readonly PaddedChannels _input;
    private readonly PaddedChannels _output;

    public Workspace(Network network, IReadOnlyList<TrainingLayer> layers)
    {
        int[] lengths = [layers[0].InputLength, .. layers.Select(layer => layer.OutputLength)];
        _values = [.. lengths.Select(length => new float[length])];
        _gradients = [.. lengths.Select(length => new float[length])];

        // Values that a layer on either side computes with in double precision.
        _wideValues = [.. lengths.Select((length, i) =>
            (i > 0 && layers[i - 1].IsWide) || (i < layers.Count && layers[i].IsWide) ? new double[length] : [])];
        _logits = new double[network.LabelCount];
        _input = new PaddedChannels(network.Input.Channels, layers[0].InputLength / (network.Input.Time * network.Input.Frequency));
        _output = new PaddedChannels(network.Layers[^1].Output.Channels, layers[^1].OutputPitch);
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            if (layers[i].SharesGradient)
            {
                _gradients[i] = _gradients[i + 1];
            }
        }
    }

    /// <summary>The gradient of the parameters that the examples of a slice add to.</summary>
    public float[] ParameterGradient { get; set; } = [];

    /// <summary>Values in single precision: exact where both layers beside them compute so.</summary>
    public Span<float> Values(int index) => _values[index];

    /// <summary>Values in double precision; empty where no layer needs them.</summary>
    public Span<double> WideValues(int index) => _wideValues[index];

    /// <summary>The logits, without padding.</summary>
    public ReadOnlySpan<double> Logits()
    {
        for (int i = 0; i < _logits.Length; i++)
        {
            int place = _output.Place(i);
            _logits[i] = _wideValues[^1] is { Length: > 0 } wide ? wide[place] : _values[^1][place];
        }

        return _logits;
    }

    /// <summary>Takes over the gradient for the logits.</summary>
    public void LoadGradient(ReadOnlySpan<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            _gradients[^1][_output.Place(i)] = gradient[i];
        }
    }

    /// <summary>Makes a fingerprint the values of index 0.</summary>
    public void Load(ReadOnlySpan<sbyte> fingerprint)
    {
        float[] values = _values[0];
        double[] wide = _wideValues[0];
        for (int from = 0, to = 0; from < fingerprint.Length; from += _input.Channels, to += _input.Pitch)
        {
            for (int c = 0; c < _input.Channels; c++)
            {
                values[to + c] = fingerprint[from + c];
            }
        }

        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = values[i];
        }
    }

    /// <summary>The gradient of the loss for the values.</summary>
    public Span<float> Gradient(int index) => _gradients[index];

    private readonly record struct PaddedChannels(int Channels, int Pitch)
    {
        public int Place(int index) => (index / Channels * Pitch) + (index % Channels);
    }
}
