using Kws.Model;

namespace Kws.Analysis.Widths;

/// <summary>
/// What accuracy becomes when the values of a layer are saturated at fewer bits, or a floor division divides by another power of two: an exact simulation on labelled
/// fingerprints, in the arithmetic of the reference.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="fingerprints">N fingerprints, one behind the other.</param>
/// <param name="truths">Their true labels.</param>
/// <param name="threads">The most threads to use; -1 for one a processor.</param>
/// <param name="cancellation">Stops the work between fingerprints.</param>
public sealed class WidthStudy(
    DsCnnModel model, ReadOnlyMemory<sbyte> fingerprints, ReadOnlyMemory<int> truths, int threads, CancellationToken cancellation)
{
    /// <summary>What a width may cost to count as nearly free: half a percentage point.</summary>
    public const double Tolerance = 0.005;

    /// <summary>How far shifts are tried beyond the network's own.</summary>
    private const int MoreShift = 4;

    /// <summary>The fewest bits tried.</summary>
    private const int LeastBits = 2;

    private readonly ChangedNetwork _network = new(model);

    /// <summary>Computes the study.</summary>
    /// <exception cref="OverflowException">Without any change a value does not fit 32 bits; the message names the layer.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public WidthStudyResult Run()
    {
        int[] bits = ObservedBits();
        LayerSpec[] layers = [.. model.Topology.Layers];
        List<LayerChange[]> settings = [[]];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            for (int width = bits[layer] - 1; width >= LeastBits; width--)
            {
                settings.Add([LayerChange.Saturate(layer, width)]);
            }

            for (int shift = 0; layers[layer].Kind == LayerKind.FloorDivision && shift <= layers[layer].Shift + MoreShift; shift++)
            {
                if (shift != layers[layer].Shift)
                {
                    settings.Add([LayerChange.ShiftBy(layer, shift)]);
                }
            }
        }

        int?[] right = Right(settings);
        int unchanged = right[0] ?? 0;
        ChangeResult[] results = [.. settings.Zip(right).Skip(1).Select(pair => new ChangeResult(pair.First[0], pair.Second))];
        int[] lossless = Least(unchanged);
        int[] nearly = Least(unchanged - (int)(Tolerance * truths.Length));

        // Widths that cost nothing alone may cost something together.
        int?[] together = Right([Together(lossless), Together(nearly)]);
        return new WidthStudyResult(truths.Length, unchanged, bits, results, new(lossless, together[0]), new(nearly, together[1]));

        int[] Least(int wanted) => [.. bits.Select((observed, layer) =>
            results.Where(result => result.Change.Layer == layer && result.Change.Bits is not null)
                .TakeWhile(result => result.Right >= wanted)
                .Select(result => result.Change.Bits!.Value).Append(observed).Min())];

        LayerChange[] Together(int[] widths) => [.. widths.Select((width, layer) => LayerChange.Saturate(layer, width))];
    }

    /// <summary>The fewest bits that hold all values of each layer.</summary>
    private int[] ObservedBits()
    {
        var bits = new int[model.Topology.Layers.Length];
        ForEach(i =>
        {
            int[][] trace = _network.Trace(Fingerprint(i));
            int[] own = [.. trace.Skip(1).Select(values => values.Max(LayerChange.BitsOf))];
            lock (bits)
            {
                for (int layer = 0; layer < bits.Length; layer++)
                {
                    bits[layer] = Math.Max(bits[layer], own[layer]);
                }
            }
        });
        return bits;
    }

    /// <summary>How many fingerprints get their true label with each setting; null where a value did not fit 32 bits.</summary>
    private int?[] Right(List<LayerChange[]> settings)
    {
        var right = new int[settings.Count];
        var overflows = new bool[settings.Count];
        ForEach(i =>
        {
            int[][] trace = _network.Trace(Fingerprint(i));
            for (int setting = 0; setting < right.Length; setting++)
            {
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
        });
        return [.. right.Zip(overflows, (count, overflow) => overflow ? (int?)null : count)];
    }

    private void ForEach(Action<int> action)
    {
        try
        {
            Parallel.For(0, truths.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, action);
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<OverflowException>().FirstOrDefault() is { } overflow)
        {
            throw new OverflowException(overflow.Message, e);
        }
    }

    private ReadOnlySpan<sbyte> Fingerprint(int i)
    {
        int length = model.Topology.Input.Count;
        return fingerprints.Span.Slice(i * length, length);
    }
}
