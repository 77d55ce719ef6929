using Kws.Model;

namespace Kws.Hardware.Widths;

/// <summary>
/// The accuracy when the values of a layer are saturated at fewer bits, or its accumulator is, at every addition; or when a
/// floor division divides by another power of two: an exact simulation on labelled fingerprints, in the arithmetic of the reference.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="fingerprints">N fingerprints back to back.</param>
/// <param name="truths">Their true labels.</param>
/// <param name="threads">The most threads to use; -1 for one a processor.</param>
/// <param name="cancellation">Stops the work between fingerprints.</param>
/// <param name="progress">Receives the number of simulations done, and that of all.</param>
public sealed class WidthStudy(
    KwsModel model, ReadOnlyMemory<sbyte> fingerprints, ReadOnlyMemory<int> truths, int threads, CancellationToken cancellation,
    IProgress<(long Done, long All)>? progress = null)
{
    /// <summary>The largest cost of a width that counts as nearly free: half a percentage point.</summary>
    public const double Tolerance = 0.005;

    /// <summary>The number of shifts tried beyond the network's own.</summary>
    private const int MoreShift = 4;

    /// <summary>The fewest bits tried.</summary>
    private const int LeastBits = 2;

    private readonly ChangedNetwork _network = new(model);

    /// <summary>Computes the study.</summary>
    /// <exception cref="OverflowException">Without any change a value does not fit 32 bits; the message names the layer.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WidthStudyResult Run()
    {
        (int[] valueBits, int[] sumBits) = ObservedBits();
        List<LayerChange[]> settings = [[]];
        foreach ((int layer, Layer spec) in model.Network.Layers.Index())
        {
            settings.AddRange(Narrower(valueBits[layer]).Select(bits => new[] { LayerChange.Saturate(layer, bits) }));
            settings.AddRange(Narrower(sumBits[layer]).Select(bits => new[] { LayerChange.SaturateSums(layer, bits) }));
            if (spec is RequantizationLayer division)
            {
                settings.AddRange(Enumerable.Range(0, Math.Min(division.Shift + MoreShift, 31) + 1).Where(shift => shift != division.Shift)
                    .Select(shift => new[] { LayerChange.ShiftBy(layer, shift) }));
            }
        }

        // Four choices of widths for all layers at once follow.
        long all = (long)truths.Length * (settings.Count + 4);
        int?[] right = Right(settings, 0, all);
        int unchanged = right[0] ?? 0;
        ChangeResult[] results = [.. settings.Zip(right).Skip(1).Select(pair => new ChangeResult(pair.First[0], pair.Second))];
        int nearly = unchanged - (int)(Tolerance * truths.Length);
        LayerChange[] widestValues = [.. valueBits.Select((bits, layer) => LayerChange.Saturate(layer, bits))];
        LayerChange[] widestSums =
            [.. sumBits.Select((bits, layer) => bits > 0 ? LayerChange.SaturateSums(layer, bits) : widestValues[layer])];

        // Widths that cost nothing alone may cost something together.
        LayerChange[][] together =
            [Least(widestValues, unchanged), Least(widestValues, nearly), Least(widestSums, unchanged), Least(widestSums, nearly)];
        int?[] rightTogether = Right([.. together], (long)truths.Length * settings.Count, all);
        return new WidthStudyResult(
            truths.Length, unchanged, results,
            new(valueBits, Choice(0), Choice(1)), new([.. widestSums.Select(change => change.Number)], Choice(2), Choice(3)));

        static IEnumerable<int> Narrower(int bits) => Enumerable.Range(LeastBits, Math.Max(0, bits - LeastBits)).Reverse();

        LayerChange[] Least(LayerChange[] widest, int wanted) => [.. widest.Select(start => results
            .Where(result => (result.Change.Layer, result.Change.Kind) == (start.Layer, start.Kind))
            .TakeWhile(result => result.Right >= wanted)
            .Select(result => result.Change).Append(start).MinBy(change => change.Number)!)];

        WidthChoice Choice(int index) => new([.. together[index].Select(change => change.Number)], rightTogether[index]);
    }

    /// <summary>The fewest bits that hold all values of each layer, and all sums; 0 for the sums of a layer without weights.</summary>
    private (int[] Values, int[] Sums) ObservedBits()
    {
        var values = new int[model.Network.Layers.Length];
        var sums = new int[values.Length];
        ForEach(i =>
        {
            UnchangedTrace trace = _network.Trace(Fingerprint(i));
            int[] own = [.. trace.Values.Skip(1).Select(layer => layer.Max(value => LayerChange.BitsOf(value)))];
            lock (values)
            {
                for (int layer = 0; layer < values.Length; layer++)
                {
                    values[layer] = Math.Max(values[layer], own[layer]);
                    sums[layer] = Math.Max(sums[layer], trace.SumBits[layer]);
                }
            }
        });

        return (values, sums);
    }

    /// <summary>The number of fingerprints that get their true label with each setting; null where a value did not fit 32 bits.</summary>
    private int?[] Right(List<LayerChange[]> settings, long done, long all)
    {
        var right = new int[settings.Count];
        var overflows = new bool[settings.Count];
        ForEach(i =>
        {
            UnchangedTrace trace = _network.Trace(Fingerprint(i));
            for (int setting = 0; setting < right.Length; setting++)
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    if (_network.Label(trace, settings[setting]) == truths.Span[i])
                    {
                        Interlocked.Increment(ref right[setting]);
                    }
                }
                catch (OverflowException)
                {
                    overflows[setting] = true;
                }
            }

            progress?.Report((Interlocked.Add(ref done, right.Length), all));
        });
        return [.. right.Zip(overflows, (count, overflow) => overflow ? (int?)null : count)];
    }

    private void ForEach(Action<int> action)
    {
        try
        {
            Parallel.For(0, truths.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = cancellation }, action);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<OverflowException>().FirstOrDefault() is { } overflow)
        {
            throw new OverflowException(overflow.Message, e);
        }
    }

    private ReadOnlySpan<sbyte> Fingerprint(int i)
    {
        int length = model.Network.Input.Count;
        return fingerprints.Span.Slice(i * length, length);
    }
}
