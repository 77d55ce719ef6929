using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Layers;
using Kws.Training.Optimizer;

namespace Kws.Training;

/// <summary>
/// Trains a network of integers: the forward pass computes the integers of inference, the backward pass lets gradients straight through
/// roundings, and Adam moves latent weights of which the model has the nearest integers.
/// </summary>
/// <remarks>
/// The same seed, options and batches give the same weights bit for bit with the same instruction set, whatever the number of threads.
/// Not safe for concurrent callers.
/// </remarks>
public sealed partial class Trainer
{
    private readonly TrainingLayer[] _layers;
    private readonly ImmutableArray<ParameterBlock> _blocks;
    private readonly ImmutableArray<string> _labels;
    private readonly FrontEnd? _frontEnd;
    private readonly BatchGradient _gradient;
    private LogitScale _scale;

    /// <summary>Makes a trainer that starts from random weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="labels">The names of the labels; null for <see cref="KwsModel.DefaultLabels"/>.</param>
    /// <param name="frontEnd">How sound becomes a fingerprint; null for the default settings.</param>
    /// <param name="options">The settings; null for the default ones.</param>
    /// <exception cref="ArgumentException">
    /// Labels or front end do not fit the network, an option is out of range, or a sum of the network can exceed 53 bits.
    /// </exception>
    public Trainer(Network network, IEnumerable<string>? labels = null, FrontEnd? frontEnd = null, TrainerOptions? options = null)
        : this(network, options ?? new TrainerOptions(), labels, frontEnd, _ => 0)
    {
        InitialWeights.Fill(network, _blocks.ToDictionary(block => block.Spec), Options.Seed);
        Start();
    }

    /// <summary>Makes a trainer that starts from the values of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the network has a recurrent layer, or a sum of it can exceed 53 bits.
    /// </exception>
    public Trainer(KwsModel model, TrainerOptions options)
        : this(
            (model ?? throw new ArgumentNullException(nameof(model))).Network,
            options ?? throw new ArgumentNullException(nameof(options)), model.Labels,
            model.TakesSound ? model.FrontEnd : null, spec => model[spec].Max(value => Math.Abs((double)value)))
    {
        foreach (ParameterBlock block in _blocks)
        {
            block.Scatter([.. model[block.Spec].Select(value => (double)value)], block.Latent);
        }

        Start();
    }

    private Trainer(
        Network network, TrainerOptions options, IEnumerable<string>? labels, FrontEnd? frontEnd, Func<TensorSpec, double> largestBias)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (options.AverageDecay is not (>= 0 and < 1))
        {
            throw new ArgumentException($"the decay of the average is {options.AverageDecay}, expected 0 to less than 1", nameof(options));
        }

        if (options.WeightDecay is not (>= 0 and < 1))
        {
            throw new ArgumentException($"the decay of weights is {options.WeightDecay}, expected 0 to less than 1", nameof(options));
        }

        if (options.LogitScale is { } scale && !(scale > 0 && double.IsFinite(scale)))
        {
            throw new ArgumentException($"the scale of logits is {scale}, expected a positive number", nameof(options));
        }

        (Network, Options, _frontEnd) = (network, options, frontEnd);
        _labels = [.. labels ?? KwsModel.DefaultLabels(network.LabelCount)];
        _layers = LayerList.Of(network, largestBias);
        _blocks = [.. LayerList.Blocks(_layers)];
        _gradient = new BatchGradient(network, _layers, options.Threads);
        _scale = new LogitScale(options.LogitScale);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The settings.</summary>
    public TrainerOptions Options { get; }

    /// <summary>The number of steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// The factor that makes logits natural logarithms of probabilities, as far as it is learned; 1 before the first step.
    /// </summary>
    public double LogitScale => _scale.Value;

    /// <summary>The model of the averaged weights, as inference takes it.</summary>
    public KwsModel Model => ModelOf(block => block.Average);

    /// <summary>The model of the weights as they are, which the last step left.</summary>
    internal KwsModel LastModel => ModelOf(block => block.Latent);

    /// <summary>The logits of a fingerprint as the forward pass of training computes them.</summary>
    internal double[] Logits(ReadOnlySpan<sbyte> fingerprint) => _gradient.Logits(fingerprint);

    /// <summary>Moves the weights by one step of Adam on a batch.</summary>
    /// <param name="fingerprints">The fingerprints of the batch, back to back.</param>
    /// <param name="labels">The true label of each.</param>
    /// <param name="learningRate">
    /// The step of a weight whose gradients agree, as a part of the largest weight: 0.001 is 0.032 of an integer of 6 bits.
    /// </param>
    /// <param name="cancellation">Stops between examples; the weights are then those before the step.</param>
    /// <returns>The mean loss of the batch before the step: the cross entropy in natural units.</returns>
    /// <exception cref="ArgumentException">There is no example, or not one fingerprint for each label.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value, label or the learning rate is out of range.</exception>
    /// <exception cref="OverflowException">A value of a layer does not fit 32 bits; the message names the layer.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public float Step(
        ReadOnlySpan<sbyte> fingerprints, ReadOnlySpan<int> labels, float learningRate, CancellationToken cancellation = default)
    {
        if (!(learningRate >= 0 && float.IsFinite(learningRate)))
        {
            throw new ArgumentOutOfRangeException(nameof(learningRate), learningRate, "expected a number from 0");
        }

        _gradient.Take(fingerprints, labels);
        if (Steps == 0)
        {
            _scale.Start(_gradient.Calibrate(cancellation));
        }

        (double loss, double scaleGradient) = _gradient.Compute(_scale.Value, cancellation);
        Steps++;
        var adam = new Adam(Steps, learningRate, Options.AverageDecay, Options.WeightDecay);
        foreach (ParameterBlock block in _blocks)
        {
            adam.Update(block, block.Of(_gradient.Sum));
        }

        _scale.Update(adam, scaleGradient);
        Prepare();
        return (float)loss;
    }

    private void Start()
    {
        foreach (ParameterBlock block in _blocks)
        {
            block.Latent.CopyTo(block.Average, 0);
        }

        Prepare();

        // Labels and front end are checked before any work is done.
        _ = Model;
    }

    private void Prepare()
    {
        foreach (ParameterBlock block in _blocks)
        {
            block.Round();
        }

        foreach (TrainingLayer layer in _layers)
        {
            layer.Prepare();
        }
    }

    private KwsModel ModelOf(Func<ParameterBlock, double[]> values) =>
        new(Network, _blocks.Select(block => block.Integers(values(block))), _labels, _frontEnd);
}
