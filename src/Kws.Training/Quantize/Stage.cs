using System.Collections.Immutable;
using Kws.Training.Float;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>
/// A layer with weights and the ReLU after it, a recurrent layer and the choice of its last frame, or a pool: what has one scale of its
/// outputs as integers.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Relu">True if negative values become 0.</param>
/// <param name="LastFrame">The layer that takes the last frame alone; null for none.</param>
/// <param name="End">The number of float layers up to its end.</param>
internal sealed record Stage(FloatLayer Layer, bool Relu, FloatLastFrameLayer? LastFrame, int End)
{
    /// <summary>The stages of a network.</summary>
    /// <exception cref="ArgumentException">The network has a layer that has no integers; the message names it.</exception>
    public static ImmutableArray<Stage> Of(FloatNetwork network)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        foreach ((int index, FloatLayer layer) in network.Layers.Index())
        {
            int end = index + 1;
            switch (layer)
            {
                case FloatSumLayer or FloatAveragePoolLayer or FloatRecurrentLayer:
                    stages.Add(new(layer, Relu: false, LastFrame: null, end));
                    break;
                case FloatReluLayer when stages.Count > 0 && stages[^1] is { Relu: false, Layer: not FloatRecurrentLayer }:
                    stages[^1] = stages[^1] with { Relu = true, End = end };
                    break;
                case FloatReluLayer:
                    throw new ArgumentException($"{layer.Name}: a ReLU without sums or a pool before it cannot be quantised");
                case FloatLastFrameLayer last when stages.Count > 0 && stages[^1] is { LastFrame: null, Layer: FloatRecurrentLayer }:
                    stages[^1] = stages[^1] with { LastFrame = last, End = end };
                    break;
                case FloatLastFrameLayer:
                    throw new ArgumentException($"{layer.Name}: the last frame of no recurrent layer cannot be quantised");
                default:
                    throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}");
            }
        }

        return stages is [.., { Layer: FloatFullyConnectedLayer, Relu: false }]
            ? stages.ToImmutable()
            : throw new ArgumentException($"{network.Layers[^1].Name}: expected a fully connected layer without ReLU as the last one");
    }

    /// <summary>The outputs of all stages.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="features">The input of the first layer.</param>
    public static IEnumerable<double[]> Outputs(FloatNetwork network, ImmutableArray<Stage> stages, double[] features)
    {
        (double[] values, int layer) = (features, 0);
        foreach (Stage stage in stages)
        {
            for (; layer < stage.End; layer++)
            {
                values = network.Layers[layer].Compute(values);
            }

            yield return values;
        }
    }
}
