using System.Numerics;
using System.Runtime.ExceptionServices;
using Kws.Model;
using Kws.Training.Layers;

namespace Kws.Training.Optimizer;

/// <summary>
/// The gradient of a batch on several threads. Each computes whole slices of the batch, an example after the other; the gradients of the
/// slices are added in their order, so that the number of threads changes nothing.
/// </summary>
internal sealed class BatchGradient
{
    /// <summary>The slices of a batch: enough for many processors to share, few enough to be added at the end.</summary>
    private const int Slices = 16;

    private readonly Network _network;
    private readonly TrainingLayer[] _layers;
    private readonly Workspace[] _workspaces;
    private readonly float[][] _slices;
    private sbyte[] _fingerprints = [];
    private int[] _labels = [];
    private double[] _losses = [];
    private double[] _scaleGradients = [];
    private int _count;

    public BatchGradient(Network network, TrainingLayer[] layers, int threads)
    {
        (_network, _layers) = (network, layers);
        int length = LayerList.Blocks(layers).Sum(block => block.Length);
        int workers = threads < 0 ? Environment.ProcessorCount : Workers.AtMost(Math.Max(threads, 1));
        _workspaces = [.. Enumerable.Range(0, Math.Min(workers, Slices)).Select(_ => new Workspace(network, layers))];
        _slices = [.. Enumerable.Range(0, Slices).Select(_ => new float[length])];
        Sum = new float[length];
    }

    /// <summary>The gradient of the mean loss for all parameters.</summary>
    public float[] Sum { get; }

    /// <summary>Takes over the examples of a batch.</summary>
    /// <exception cref="ArgumentException">There is no example, or not one fingerprint for each label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value or label is out of range.</exception>
    public void Take(ReadOnlySpan<sbyte> fingerprints, ReadOnlySpan<int> labels)
    {
        int values = _network.Input.Count;
        if (labels.IsEmpty || fingerprints.Length != (long)labels.Length * values)
        {
            throw new ArgumentException(
                labels.IsEmpty ? "no examples, expected at least one"
                : $"{fingerprints.Length} values for {labels.Length} labels, expected {(long)labels.Length * values} ({values} for each)",
                labels.IsEmpty ? nameof(labels) : nameof(fingerprints));
        }

        if (fingerprints.IndexOfAnyExceptInRange((sbyte)_network.MinInput, (sbyte)_network.MaxInput) is >= 0 and var value)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fingerprints),
                $"fingerprint {value / values}: value {value % values} is {fingerprints[value]}, expected {_network.MinInput} to "
                    + $"{_network.MaxInput}");
        }

        if (labels.IndexOfAnyExceptInRange(0, _network.LabelCount - 1) is >= 0 and var label)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels), $"label {label} is {labels[label]}, expected 0 to {_network.LabelCount - 1}");
        }

        _count = labels.Length;
        if (_labels.Length < _count)
        {
            (_fingerprints, _labels) = (new sbyte[fingerprints.Length], new int[_count]);
            (_losses, _scaleGradients) = (new double[_count], new double[_count]);
        }

        fingerprints.CopyTo(_fingerprints);
        labels.CopyTo(_labels);
    }

    /// <summary>
    /// Measures the values before each layer that has biases, and moves a bias by as much as a weight moves its sum.
    /// </summary>
    /// <param name="cancellation">Stops between examples.</param>
    /// <returns>The root of the mean square of the logits of an example around their mean.</returns>
    public double Calibrate(CancellationToken cancellation)
    {
        Workspace workspace = _workspaces[0];
        var squares = new double[_layers.Length];
        double deviations = 0;
        for (int example = 0; example < _count; example++)
        {
            cancellation.ThrowIfCancellationRequested();
            Forward(workspace, example);
            for (int i = 0; i < _layers.Length; i++)
            {
                foreach (float value in workspace.Values(i))
                {
                    squares[i] += (double)value * value;
                }
            }

            double[] logits = workspace.Logits().ToArray();
            deviations += logits.Average(logit => Math.Pow(logit - logits.Average(), 2));
        }

        for (int i = 0; i < _layers.Length; i++)
        {
            if (_layers[i] is SumLayer { Biases: { } biases } layer)
            {
                double mean = squares[i] / _count / _network.Layers[i].Input.Count;
                biases.Unit = layer.Weights.Unit * Math.Max(1, Math.Sqrt(mean));
            }
        }

        return Math.Sqrt(deviations / _count);
    }

    /// <summary>The logits of one fingerprint.</summary>
    public double[] Logits(ReadOnlySpan<sbyte> fingerprint)
    {
        Take(fingerprint, [0]);
        Forward(_workspaces[0], 0);
        return _workspaces[0].Logits().ToArray();
    }

    /// <summary>Computes the gradient.</summary>
    /// <param name="scale">The scale of the logits.</param>
    /// <param name="cancellation">Stops between examples.</param>
    /// <returns>The mean loss, and its gradient for the logarithm of the scale.</returns>
    /// <exception cref="OverflowException">A value of a layer does not fit 32 bits.</exception>
    public (double Loss, double ScaleGradient) Compute(double scale, CancellationToken cancellation)
    {
        int slices = Math.Min(Slices, _count);
        int next = -1;
        void Work(int worker)
        {
            for (int slice = Interlocked.Increment(ref next); slice < slices; slice = Interlocked.Increment(ref next))
            {
                Compute(_workspaces[worker], slice, slices, scale, cancellation);
            }
        }

        try
        {
            Parallel.For(0, _workspaces.Length, Work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        Add(slices);
        return (_losses.Take(_count).Sum() / _count, _scaleGradients.Take(_count).Sum() / _count);
    }

    private void Compute(Workspace workspace, int slice, int slices, double scale, CancellationToken cancellation)
    {
        workspace.ParameterGradient = _slices[slice];
        workspace.ParameterGradient.AsSpan().Clear();
        Span<float> gradient = stackalloc float[_network.LabelCount];
        int end = (int)((slice + 1L) * _count / slices);
        for (int example = (int)((long)slice * _count / slices); example < end; example++)
        {
            cancellation.ThrowIfCancellationRequested();
            Forward(workspace, example);
            (_losses[example], _scaleGradients[example]) = SoftmaxLoss.Of(workspace.Logits(), _labels[example], scale, gradient);
            workspace.LoadGradient(gradient);
            for (int i = _layers.Length - 1; i >= 0; i--)
            {
                _layers[i].Backward(workspace);
            }
        }
    }

    private void Forward(Workspace workspace, int example)
    {
        workspace.Load(_fingerprints.AsSpan(example * _network.Input.Count, _network.Input.Count));
        foreach (TrainingLayer layer in _layers)
        {
            layer.Forward(workspace);
        }
    }

    private void Add(int slices)
    {
        var factor = new Vector<float>(1f / _count);
        for (int i = 0; i < Sum.Length; i += Lanes.Count)
        {
            Vector<float> sum = Vector.LoadUnsafe(ref _slices[0][i]);
            for (int slice = 1; slice < slices; slice++)
            {
                sum += Vector.LoadUnsafe(ref _slices[slice][i]);
            }

            (sum * factor).StoreUnsafe(ref Sum[i]);
        }
    }
}
