using System.Runtime.InteropServices;
using Kws.Model;
using Kws.Reference;

namespace Kws.Analysis.Widths;

/// <summary>The reference with changed layers. What comes before the first change, or is not changed by it, is computed once for all changes.</summary>
internal sealed class ChangedNetwork(DsCnnModel model)
{
    private readonly ReferenceClassifier _reference = new(model);
    private readonly LayerSpec[] _layers = [.. model.Topology.Layers];

    /// <summary>The values of every layer of the network as it is; the fingerprint comes first.</summary>
    /// <exception cref="OverflowException">A value does not fit 32 bits; the message names the layer.</exception>
    public int[][] Trace(ReadOnlySpan<sbyte> fingerprint) =>
        [.. _reference.Trace(fingerprint).Layers.Select(layer => ImmutableCollectionsMarshal.AsArray(layer.Values)!)];

    /// <summary>The label with changes.</summary>
    /// <param name="trace">The values without them.</param>
    /// <param name="changes">The changes, in the order of the layers, at most one a layer.</param>
    /// <exception cref="OverflowException">A value does not fit 32 bits; the message names the layer.</exception>
    public int Label(int[][] trace, ReadOnlySpan<LayerChange> changes)
    {
        int[] values = trace[^1];
        bool differs = false;
        int next = 0;
        for (int layer = changes.IsEmpty ? _layers.Length : changes[0].Layer; layer < _layers.Length; layer++)
        {
            int[] input = differs ? values : trace[layer];
            values = differs ? _reference.Run(_layers[layer], input) : trace[layer + 1];
            if (next < changes.Length && changes[next].Layer == layer)
            {
                values = [.. values];
                differs |= changes[next++].Apply(input, values);
            }
        }

        return Array.IndexOf(values, values.Max());
    }
}
