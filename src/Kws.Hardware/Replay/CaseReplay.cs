using Kws.Hardware.Replay.Diagnoses;
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

    /// <summary>Compares every layer of a case, the fingerprint first if it was recorded.</summary>
    /// <param name="recorded">Layers of the model's topology.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<LayerReplay> Compare(ReplayedCase recorded, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        Dictionary<string, RecordedLayer> layers = recorded.Layers.ToDictionary(layer => layer.Name);
        var results = new List<LayerReplay>();
        RecordedLayer? input = layers.GetValueOrDefault(InferenceTrace.InputName);
        int[]? before = null;
        if (input is not null)
        {
            LayerReading reading = FromNext(input, model.Network.Layers[0], layers);
            before = reading.Values;
            results.Add(new LayerReplay(input.Name, before.Length, null, null, OrderOf(input, reading), null));
        }

        int[]? expected = before;
        for (int i = 0; i < model.Network.Layers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Layer layer = model.Network.Layers[i];
            int[]? source = before ?? expected;
            int[]? fromInput = before is null ? null : Run(layer, before);
            expected = expected is null ? null : before.AsSpan().SequenceEqual(expected) ? fromInput : Run(layer, expected);
            if (layers.GetValueOrDefault(layer.Name) is not { } found)
            {
                before = null;
                continue;
            }

            int[]? target = before is null ? expected : fromInput;
            LayerRun? run = source is not null && target is not null ? new(model, _reference, layer, source, target) : null;
            (LayerReading reading, LayerDiagnosis? diagnosis) = run is not null
                ? Choose(found, run, expected)
                : (FromNext(found, i + 1 < model.Network.Layers.Length ? model.Network.Layers[i + 1] : null, layers), null);
            results.Add(new LayerReplay(
                layer.Name,
                reading.Values.Length,
                input is null ? null : Difference(layer.Output, expected, reading.Values),
                before is null ? null : Difference(layer.Output, fromInput, reading.Values),
                OrderOf(found, reading),
                diagnosis));
            before = reading.Values;
        }

        return results;
    }

    /// <summary>
    /// The reading whose values are the reference's; else the first one that a fault explains; else the first one, unless another has a
    /// tenth of its differences at most.
    /// </summary>
    private static (LayerReading Reading, LayerDiagnosis? Diagnosis) Choose(RecordedLayer found, LayerRun run, int[]? expected)
    {
        LayerReading[] readings = [.. found.All];
        LayerReading? equal = Array.Find(readings, reading => reading.Values.AsSpan().SequenceEqual(run.Output))
            ?? (expected is null ? null : Array.Find(readings, reading => reading.Values.AsSpan().SequenceEqual(expected)));
        if (equal is not null)
        {
            return (equal, null);
        }

        (LayerReading Reading, LayerDiagnosis Diagnosis)[] diagnosed =
            [.. readings.Select(reading => (reading, LayerDiagnosis.Of(run, reading.Values)))];
        if (Array.Find(diagnosed, one => one.Diagnosis.IsExplained) is { Reading: not null } explained)
        {
            return explained;
        }

        (LayerReading Reading, LayerDiagnosis Diagnosis) nearest = diagnosed.MinBy(one => Wrong(one.Reading));
        return Wrong(nearest.Reading) <= Wrong(readings[0]) / 10 ? nearest : diagnosed[0];

        int Wrong(LayerReading reading) => reading.Values.Zip(run.Output).Count(pair => pair.First != pair.Second);
    }

    /// <summary>The reading from which the reference computes the recorded values of the next layer; the first one if none does.</summary>
    private LayerReading FromNext(RecordedLayer found, Layer? next, Dictionary<string, RecordedLayer> layers)
    {
        LayerReading first = found.All.First();
        bool isUnique = found.Orders.Length * found.Readings.Length == 1;
        return next is not null && !isUnique && layers.TryGetValue(next.Name, out RecordedLayer? after)
            ? found.All.FirstOrDefault(reading => Run(next, reading.Values) is { } computed
                && after.All.Any(recorded => recorded.Values.AsSpan().SequenceEqual(computed))) ?? first
            : first;
    }

    private static string? OrderOf(RecordedLayer layer, LayerReading reading) =>
        reading.Order.Describe(layer.Shape) is var order && order == AxisOrder.Reference.Describe(layer.Shape) ? null : order;

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
