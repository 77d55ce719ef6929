using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary>
/// The steps of a network: divisions, and a maximum over all positions, are computed together with the layer before them.
/// </summary>
internal static class CPlan
{
    public static ImmutableArray<CStep> Of(KwsModel model)
    {
        Network network = model.Network;
        ImmutableArray<LayerRanges> ranges = ProvenRanges.IntervalsOf(model);
        var steps = ImmutableArray.CreateBuilder<CStep>();
        var input = new ValueRange(network.MinInput, network.MaxInput);
        string type = CType.OfValue(input);
        for (int i = 0; i < network.Layers.Length;)
        {
            LayerRanges first = ranges[i];
            int end = i + 1;

            // Of a recurrent layer the values as they are go into the next frame.
            while (end < network.Layers.Length && first.Layer is not RecurrentLayer && network.Layers[end] is RequantizationLayer)
            {
                end++;
            }

            ImmutableArray<RequantizationLayer> narrowing = [.. network.Layers[(i + 1)..end].Cast<RequantizationLayer>()];
            var pool = end < network.Layers.Length && first.Layer is AccumulatingLayer ? network.Layers[end] as MaxPoolLayer : null;
            pool = pool is not null && IsOfAll(pool) ? pool : null;
            end += pool is null ? 0 : 1;

            ValueRange output = ranges[end - 1][Quantity.Output]!.Value;
            bool areLogits = end == network.Layers.Length && first.Layer is not RecurrentLayer;
            string outputType = areLogits ? CType.Word : CType.OfValue(output);
            steps.Add(new CStep(steps.Count, first.Layer, narrowing, pool, first, input, type, outputType));
            (input, type, i) = (output, outputType, end);
        }

        return steps.ToImmutable();
    }

    private static bool IsOfAll(MaxPoolLayer pool) =>
        pool.Output is { Time: 1, Frequency: 1 } && pool.Window.KernelTime >= pool.Input.Time
        && pool.Window.KernelFrequency >= pool.Input.Frequency;
}
