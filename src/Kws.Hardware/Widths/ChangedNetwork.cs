using System.Runtime.InteropServices;
using Kws.Hardware.Ranges;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Widths;

/// <summary>The values that a network computes without changes.</summary>
/// <param name="Values">The values of every layer; the fingerprint comes first.</param>
/// <param name="SumBits">The fewest bits that hold every sum of each layer; 0 for one without weights.</param>
internal sealed record UnchangedTrace(int[][] Values, int[] SumBits);

/// <summary>
/// The reference with changed layers. What comes before the first change, or is not changed by it, is computed once for all changes.
/// </summary>
internal sealed class ChangedNetwork(KwsModel model)
{
    private readonly ReferenceClassifier _reference = new(model);
    private readonly Layer[] _layers = [.. model.Network.Layers];
    private readonly KwsModel _model = model;
    private readonly Accumulators?[] _accumulators =
        [.. model.Network.Layers.Select(layer => layer is AccumulatingLayer sums ? new Accumulators(model, sums) : null)];

    /// <summary>The network as it is.</summary>
    /// <exception cref="OverflowException">A value does not fit 32 bits; the message names the layer.</exception>
    public UnchangedTrace Trace(ReadOnlySpan<sbyte> fingerprint)
    {
        int[][] values = [.. _reference.Trace(fingerprint).Layers.Select(layer => ImmutableCollectionsMarshal.AsArray(layer.Values)!)];
        return new(values, [.. _accumulators.Select((sums, layer) => sums?.Bits(values[layer]) ?? 0)]);
    }

    /// <summary>The label with changes.</summary>
    /// <param name="trace">The network without them.</param>
    /// <param name="changes">The changes, in the order of the layers, at most one a layer.</param>
    /// <exception cref="OverflowException">A value does not fit 32 bits; the message names the layer.</exception>
    public int Label(UnchangedTrace trace, ReadOnlySpan<LayerChange> changes)
    {
        int[] values = [];
        bool differs = false;
        int next = 0;
        for (int layer = changes.IsEmpty ? _layers.Length : changes[0].Layer; layer < _layers.Length; layer++)
        {
            int[] input = differs ? values : trace.Values[layer];
            LayerChange? change = next < changes.Length && changes[next].Layer == layer ? changes[next++] : null;
            if (!differs && (change is null || (change.Kind == ChangeKind.Sums && change.Number >= trace.SumBits[layer])))
            {
                continue;
            }

            values = change switch
            {
                { Kind: ChangeKind.Values } => Saturated(layer, input, differs ? null : trace.Values[layer + 1], change.Number),
                { Kind: ChangeKind.Sums } => _accumulators[layer]!.Saturated(input, change.Number),
                { Kind: ChangeKind.Shift } =>
                    [.. input.Select(
                        value => checked((int)RequantizationBounds.Of((RequantizationLayer)_layers[layer], value, change.Number)))],
                _ => differs ? _reference.Run(_layers[layer], input) : trace.Values[layer + 1],
            };
            differs = differs || !values.AsSpan().SequenceEqual(trace.Values[layer + 1]);
        }

        values = differs ? values : trace.Values[^1];
        return Array.IndexOf(values, values.Max());
    }

    /// <summary>The values of a layer saturated; those of a recurrent layer before the next frame reads them, as in a register.</summary>
    private int[] Saturated(int layer, int[] input, int[]? known, int bits)
    {
        int[] values = known ?? _reference.Run(_layers[layer], input);
        int greatest = (int)((1L << (bits - 1)) - 1);
        int[] saturated = [.. values.Select(value => Math.Clamp(value, -greatest - 1, greatest))];
        return _layers[layer] is RecurrentLayer recurrent && !saturated.AsSpan().SequenceEqual(values)
            ? new RecurrentScan(_model, recurrent).Run(input, bits)
            : saturated;
    }
}
