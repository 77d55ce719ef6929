using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Replay;

/// <summary>
/// Compares recorded layers with the reference in two ways: as computed from the fingerprint, which tells what is wrong in the
/// end; and each as computed from the recorded layer before it, which tells whether this layer is wrong by itself.
/// </summary>
/// <param name="model">The model.</param>
public sealed class CaseReplay(KwsModel model)
{
    private readonly ReferenceClassifier _reference = new(model);

    /// <summary>Compares every layer of a case but the fingerprint.</summary>
    /// <param name="recorded">Layers of the model's topology in its order.</param>
    public IReadOnlyList<LayerReplay> Compare(InferenceTrace recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        Dictionary<string, int[]> layers = recorded.Layers.ToDictionary(layer => layer.Name, layer => layer.Values.ToArray());
        int[]? fingerprint = layers.GetValueOrDefault(InferenceTrace.InputName);
        int[]? before = fingerprint;
        int[]? expected = fingerprint;
        var results = new List<LayerReplay>();
        foreach (Layer layer in model.Network.Layers)
        {
            int[]? fromInput = before is null ? null : Run(layer, before);
            expected = expected is null ? null : before.AsSpan().SequenceEqual(expected) ? fromInput : Run(layer, expected);
            int[]? found = layers.GetValueOrDefault(layer.Name);
            if (found is not null)
            {
                results.Add(new LayerReplay(
                    layer.Name,
                    found.Length,
                    fingerprint is null ? null : Difference(layer.Output, expected, found),
                    before is null ? null : Difference(layer.Output, fromInput, found)));
            }

            before = found;
        }

        return results;
    }

    private static LayerDifference Difference(TensorShape shape, int[]? expected, int[] found)
    {
        if (expected is null)
        {
            return new LayerDifference(found.Length, Positions.Describe(shape, 0), null, found[0]);
        }

        int first = expected.AsSpan().CommonPrefixLength(found);
        if (first == found.Length)
        {
            return new LayerDifference(0);
        }

        int count = expected.Zip(found).Count(pair => pair.First != pair.Second);
        return new LayerDifference(count, Positions.Describe(shape, first), expected[first], found[first]);
    }

    /// <summary>Null where a value does not fit 32 bits: nothing that was recorded can be right then.</summary>
    private int[]? Run(Layer layer, int[] input)
    {
        try
        {
            return _reference.Run(layer, input);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
