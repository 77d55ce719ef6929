using System.Runtime.InteropServices;
using Kws.Model;
using Kws.Reference.Layers;

namespace Kws.Reference;

/// <summary>
/// A network of integers, computed the way its specification reads: one layer after the other, plain loops. Every kernel
/// of Kws.Fast must give exactly these integers.
/// </summary>
/// <remarks>
/// Works for every <see cref="Network"/>. Sums are 64-bit; a layer's value that does not fit 32 bits is an
/// <see cref="OverflowException"/> (it cannot happen in a DS-CNN with one block, apart from enormous biases). Safe for concurrent callers.
/// </remarks>
public sealed class ReferenceClassifier
{
    private readonly KwsModel _model;

    /// <summary>Makes a classifier.</summary>
    /// <param name="model">The trained model.</param>
    public ReferenceClassifier(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>The label of one fingerprint: the index of its largest logit, the lowest index on a tie.</summary>
    /// <inheritdoc cref="Trace"/>
    public int Classify(ReadOnlySpan<sbyte> fingerprint) => ArgMax.Of(Infer(fingerprint));

    /// <summary>The logits of one fingerprint, one a label.</summary>
    /// <inheritdoc cref="Trace"/>
    public int[] Infer(ReadOnlySpan<sbyte> fingerprint)
    {
        int[] values = Widen(fingerprint);
        foreach (Layer layer in _model.Network.Layers)
        {
            values = Run(layer, values);
        }

        return values;
    }

    /// <summary>The values of every layer for one fingerprint, the fingerprint first and the logits last.</summary>
    /// <param name="fingerprint">frames x coefficients integers in [-32, 31], time-major: 300 for the default topology.</param>
    /// <exception cref="ArgumentException">The fingerprint has the wrong length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside [-32, 31]; the message names index and value.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits.</exception>
    public InferenceTrace Trace(ReadOnlySpan<sbyte> fingerprint)
    {
        Network network = _model.Network;
        int[] values = Widen(fingerprint);
        var trace = new List<LayerValues> { new(InferenceTrace.InputName, network.Input, [.. values]) };
        foreach (Layer layer in network.Layers)
        {
            values = Run(layer, values);
            trace.Add(new LayerValues(layer.Name, layer.Output, [.. values]));
        }

        return new InferenceTrace(trace);
    }

    /// <summary>The output of a single layer for a given input: what per-layer tests compare with.</summary>
    /// <param name="layer">One of the layers of the model's network.</param>
    /// <param name="input">The layer's input, channel varying fastest.</param>
    /// <exception cref="ArgumentException">The input has the wrong length, or the layer belongs to another network.</exception>
    /// <exception cref="OverflowException">A value does not fit 32 bits; the message names the layer.</exception>
    public int[] Run(Layer layer, ReadOnlySpan<int> input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (!_model.Network.Layers.Contains(layer))
        {
            throw new ArgumentException($"{layer.Name} {layer.Input} to {layer.Output} is not a layer of this model", nameof(layer));
        }

        if (input.Length != layer.Input.Count)
        {
            throw new ArgumentException($"{layer.Name}: {input.Length} values, expected {layer.Input}", nameof(input));
        }

        var output = new int[layer.Output.Count];
        try
        {
            Run(layer, input, output);
        }
        catch (OverflowException)
        {
            throw new OverflowException($"{layer.Name}: a value does not fit 32 bits");
        }

        return output;
    }

    private void Run(Layer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        switch (layer)
        {
            case ConvolutionLayer convolution:
                Convolution.Run(convolution, Weights(convolution), Biases(convolution), input, output);
                break;
            case DepthwiseConvolutionLayer depthwise:
                DepthwiseConvolution.Run(depthwise, Weights(depthwise), Biases(depthwise), input, output);
                break;
            case PointwiseConvolutionLayer pointwise:
                PointwiseConvolution.Run(pointwise, Weights(pointwise), Biases(pointwise), input, output);
                break;
            case FullyConnectedLayer fullyConnected:
                FullyConnected.Run(fullyConnected, Weights(fullyConnected), Biases(fullyConnected), input, output);
                break;
            case RequantizationLayer requantization:
                Requantization.Run(requantization, input, output);
                break;
            case MaxPoolLayer pool:
                MaxPool.Run(pool, input, output);
                break;
            case AveragePoolLayer pool:
                AveragePool.Run(pool, input, output);
                break;
            case LstmLayer lstm:
                Lstm.Run(lstm, Tensor(lstm.RecurrentWeights), Tensor(lstm.Peepholes), Tensor(lstm.Projection), input, output);
                break;
            case GruLayer gru:
                Gru.Run(gru, Tensor(gru.RecurrentWeights), input, output);
                break;
            case LastFrameLayer:
                LastFrame.Run(input, output);
                break;
            default:
                throw new ArgumentException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}", nameof(layer));
        }
    }

    private int[] Weights(AccumulatingLayer layer) => Tensor(layer.Weights);

    private int[] Biases(AccumulatingLayer layer) => Tensor(layer.Biases);

    /// <summary>The values of a tensor; none if the layer has no such tensor.</summary>
    private int[] Tensor(TensorSpec? spec) => spec is null ? [] : ImmutableCollectionsMarshal.AsArray(_model[spec])!;

    private int[] Widen(ReadOnlySpan<sbyte> fingerprint)
    {
        Network network = _model.Network;
        TensorShape shape = network.Input;
        if (fingerprint.Length != shape.Count)
        {
            throw new ArgumentException(
                $"a fingerprint has {shape.Count} values ({shape.Time} x {shape.Frequency}), not {fingerprint.Length}",
                nameof(fingerprint));
        }

        var values = new int[fingerprint.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = fingerprint[i];
            if (values[i] < network.MinInput || values[i] > network.MaxInput)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(fingerprint),
                    $"value {i} (frame {i / shape.Frequency}, coefficient {i % shape.Frequency}) is {values[i]}, "
                    + $"expected {network.MinInput} to {network.MaxInput}");
            }
        }

        return values;
    }
}
