namespace Kws.Training.Layers;

/// <summary>The values and gradients of one example, for one thread. Index 0 is the fingerprint, index i the output of layer i - 1.</summary>
internal sealed class Workspace
{
    private readonly float[][] _values;
    private readonly double[][] _wideValues;
    private readonly float[][] _gradients;
    private readonly double[] _logits;

    public Workspace(IReadOnlyList<TrainingLayer> layers)
    {
        int[] lengths = [layers[0].InputLength, .. layers.Select(layer => layer.OutputLength)];
        _values = [.. lengths.Select(length => new float[length])];
        _gradients = [.. lengths.Select(length => new float[length])];

        // Values that a layer on either side computes with in double precision.
        _wideValues = [.. lengths.Select((length, i) =>
            (i > 0 && layers[i - 1].IsWide) || (i < layers.Count && layers[i].IsWide) ? new double[length] : [])];
        _logits = new double[lengths[^1]];
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

    /// <summary>The logits as they are computed, without padding.</summary>
    public ReadOnlySpan<double> Logits(int count)
    {
        if (_wideValues[^1].Length > 0)
        {
            return _wideValues[^1].AsSpan(0, count);
        }

        for (int i = 0; i < count; i++)
        {
            _logits[i] = _values[^1][i];
        }

        return _logits.AsSpan(0, count);
    }

    /// <summary>Makes a fingerprint the values of index 0.</summary>
    public void Load(ReadOnlySpan<sbyte> fingerprint, int channels, int pitch)
    {
        float[] values = _values[0];
        double[] wide = _wideValues[0];
        for (int from = 0, to = 0; from < fingerprint.Length; from += channels, to += pitch)
        {
            for (int c = 0; c < channels; c++)
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
}
