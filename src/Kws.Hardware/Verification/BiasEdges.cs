using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>
/// Biases with which the largest or smallest sum of each channel is a last number of 16 or 32 bits, or one beside it: there a width that is
/// chosen from bounds holds, or just does not. Or a last number of 16 bits lies among the sums: then some fingerprints exceed it.
/// </summary>
internal static class BiasEdges
{
    /// <summary>The model with the biases of a layer moved; mostly the model as it is.</summary>
    public static KwsModel Move(KwsModel model, RandomNumbers random)
    {
        ImmutableArray<Layer> layers = model.Network.Layers;
        int[] biased = [.. Enumerable.Range(0, layers.Length).Where(i => layers[i] is AccumulatingLayer { Biases: not null })];
        if (biased.Length == 0 || !random.Chance(4))
        {
            return model;
        }

        int index = biased[random.Below(biased.Length)];
        TensorSpec spec = ((AccumulatingLayer)layers[index]).Biases!;
        LayerBounds bounds = LayerBounds.Of(model, _ => ValueRange.Word)[index];
        var next = index + 1 < layers.Length ? layers[index + 1] as RequantizationLayer : null;
        bool isUpper = random.Chance(2);
        bool isWord = random.Chance(2);
        bool isInside = !isWord && random.Chance(2);
        long edge = !isWord ? (isUpper ? short.MaxValue + 1L : short.MinValue) << (next?.Shift ?? 0)
            : !isUpper ? int.MinValue
            : int.MaxValue - (random.Chance(2) ? next?.Half ?? 0 : 0);
        ImmutableArray<int> moved =
        [
            .. model[spec].Select((bias, channel) =>
            {
                (long least, long greatest) = bounds.Sums[channel];
                long sum = isInside ? least + ((greatest - least) / 8 * random.From(1, 7)) : isUpper ? greatest : least;
                return (int)Math.Clamp(bias + edge - sum + random.From(-1, 1), int.MinValue, int.MaxValue);
            }),
        ];
        return new KwsModel(model.Network, model.Network.Tensors.Select(tensor => tensor == spec ? moved : model[tensor]));
    }
}
