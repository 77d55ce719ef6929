using System.Collections.Immutable;
using Kws.Training.Float;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>A layer with weights and the ReLU after it, or a pool: what has one scale of its outputs as integers.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Relu">True if negative values become 0.</param>
/// <param name="End">The number of float layers up to its end.</param>
internal sealed record Stage(FloatLayer Layer, bool Relu, int End)
{
    /// <summary>The stages of a network.</summary>
    /// <exception cref="ArgumentException">The network has a layer that has no integers; the message names it.</exception>
    public static ImmutableArray<Stage> Of(FloatNetwork network)
    {
        var stages = ImmutableArray.CreateBuilder<Stage>();
        foreach ((int index, FloatLayer layer) in network.Layers.Index())
        {
            switch (layer)
            {
                case FloatSumLayer or FloatAveragePoolLayer:
                    stages.Add(new(layer, Relu: false, index + 1));
                    break;
                case FloatReluLayer when stages.Count > 0 && !stages[^1].Relu:
                    stages[^1] = stages[^1] with { Relu = true, End = index + 1 };
                    break;
                case FloatReluLayer:
                    throw new ArgumentException($"{layer.Name}: a ReLU without a layer before it cannot be quantised");
                default:
                    throw new ArgumentException($"{layer.Name}: a {Kind(layer)} layer cannot be quantised yet");
            }
        }

        return stages[^1].Layer is FloatFullyConnectedLayer && !stages[^1].Relu
            ? stages.ToImmutable()
            : throw new ArgumentException($"{stages[^1].Layer.Name}: expected a fully connected layer without ReLU as the last one");
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

    private static string Kind(FloatLayer layer) => layer.GetType().Name.Replace("Float", "", StringComparison.Ordinal)
        .Replace("Layer", "", StringComparison.Ordinal);
}
