using Kws.Model;
using Kws.Training.Optimizer;

namespace Kws.Training.Layers;

/// <summary>The layers of a network as training computes them.</summary>
internal static class LayerList
{
    /// <summary>Makes the layers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="largestBias">The largest magnitude of the values of a tensor of biases at the start.</param>
    /// <param name="isRounded">False in tests of gradients, which differentiate the network without rounding.</param>
    /// <exception cref="ArgumentException">The sums of a layer can exceed the integers that are exact in double precision.</exception>
    public static TrainingLayer[] Of(Network network, Func<TensorSpec, double> largestBias, bool isRounded = true)
    {
        var layers = new TrainingLayer[network.Layers.Length];
        double magnitude = -network.MinInput;

        // The first layer reads single values of a fingerprint, except for a pool or a layer of one kernel per channel.
        int pitch = network.Layers[0] is ConvolutionLayer or FullyConnectedLayer && network.Input.Channels == 1
            ? 1
            : Lanes.Padded(network.Input.Channels);
        bool needsGradient = false;
        int offset = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            Layer layer = network.Layers[i];
            double bias = layer is AccumulatingLayer { Biases: { } spec } ? largestBias(spec) : 0;
            layers[i] = Create(new LayerPlace(layer, i, pitch, magnitude, bias, needsGradient, isRounded));
            (pitch, magnitude) = (layers[i].OutputPitch, layers[i].OutputMagnitude);
            needsGradient |= layer is AccumulatingLayer;
        }

        foreach (ParameterBlock block in Blocks(layers))
        {
            block.Offset = offset;
            offset += block.Length;
        }

        return layers;
    }

    /// <summary>The parameters of all layers, in the order of <see cref="Network.Tensors"/>.</summary>
    public static IEnumerable<ParameterBlock> Blocks(IEnumerable<TrainingLayer> layers) =>
        layers.OfType<SumLayer>().SelectMany(layer => new[] { layer.Weights, layer.Biases }).OfType<ParameterBlock>();

    private static TrainingLayer Create(LayerPlace place) => place.Layer switch
    {
        ConvolutionLayer layer => new Convolution(place, layer),
        DepthwiseConvolutionLayer layer => new DepthwiseConvolution(place, layer),
        PointwiseConvolutionLayer layer => new PointwiseConvolution(place, layer),
        FullyConnectedLayer layer => new FullyConnected(place, layer),
        RequantizationLayer layer => new Requantization(place, layer),
        MaxPoolLayer layer => new MaxPool(place, layer),
        AveragePoolLayer layer => new AveragePool(place, layer),
        RecurrentLayer or LastFrameLayer =>
            throw new ArgumentException($"{place.Layer.Name}: networks with recurrent layers cannot be trained"),
        _ => throw new ArgumentException($"{place.Layer.Name}: unknown kind of layer {place.Layer.GetType().Name}"),
    };
}
