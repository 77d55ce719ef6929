using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Bounds of what follows the pool, as weighted sums of its channels: of the pointwise convolution, and through its floor division of the
/// logits.
/// </summary>
internal sealed class MixedPoolBounds
{
    /// <summary>The index of the pointwise convolution, if there is one block.</summary>
    public const int PointwiseLayer = DepthwiseBounds.PoolLayer + 1;

    /// <summary>The index of the logits.</summary>
    public const int LogitsLayer = PointwiseLayer + 2;

    private readonly KwsModel _model;
    private readonly ImmutableArray<ValueRange> _pool;
    private readonly FrameBounds _frames;
    private readonly CancellationToken _cancellation;

    /// <param name="model">A model with one block.</param>
    /// <param name="pool">The ranges of the pool.</param>
    /// <param name="cancellation">Stops the work between channels.</param>
    public MixedPoolBounds(KwsModel model, LayerRanges pool, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _model = model;
        _pool = [.. pool.Channels.Select(channel => channel.Output)];
        _frames = new FrameBounds(new PoolForms(model), _pool);
    }

    /// <summary>The pointwise convolution with its sums narrowed.</summary>
    public LayerRanges Tighten(LayerRanges interval) => Parallel(interval, (ranges, channel) =>
    {
        long[] weights = [.. Weights((AccumulatingLayer)interval.Layer, channel)];
        return Bound(weights, weights.Length) is { } sums
            ? new ChannelRanges(
                [.. ranges.Taps.Zip(sums, (tap, sum) => tap with { Sum = tap.Sum.Intersect(sum) })], ranges.Output.Intersect(sums[^1]))
            : ranges;
    });

    /// <summary>
    /// The logits with their sums narrowed. With z a sum of the pointwise convolution, d its divisor and r = z mod d, v floor(z / d) = (v
    /// z - v r) / d.
    /// </summary>
    public LayerRanges TightenLogits(LayerRanges interval) => Parallel(interval, (ranges, label) =>
    {
        var pointwise = (AccumulatingLayer)_model.Network.Layers[PointwiseLayer];
        long bias = _model[((AccumulatingLayer)interval.Layer).Biases!][label];
        var factors = new long[_pool.Length];
        var remainders = ValueRange.Of(0);
        var taps = ImmutableArray.CreateBuilder<TapRanges>();
        foreach (TapRanges tap in ranges.Taps)
        {
            long weight = tap.Weight.Least;
            foreach ((long inner, int channel) in Weights(pointwise, tap.Index).Select((inner, channel) => (inner, channel)))
            {
                factors[channel] += weight * inner;
            }

            remainders += ValueRange.Of(-weight) * new ValueRange(0, (1 << DsCnn.PointwiseShift) - 1);
            ValueRange mix = factors.Zip(_pool, (factor, values) => ValueRange.Of(factor) * values).Aggregate((sum, one) => sum + one);
            taps.Add(tap with { Sum = tap.Sum.Intersect(Divide(mix + remainders) + ValueRange.Of(bias)) });
        }

        ValueRange output = ranges.Output.Intersect(taps[^1].Sum);
        if (Bound(factors, ranges.Taps.Length) is { } sums)
        {
            output = output.Intersect(Divide(sums[^1] + remainders) + ValueRange.Of(bias));
            taps[^1] = taps[^1] with { Sum = output };
        }

        return new ChannelRanges(taps.ToImmutable(), output);
    });

    /// <summary>The integers between both ends divided.</summary>
    private static ValueRange Divide(ValueRange range) =>
        new(-(-range.Least >> DsCnn.PointwiseShift), range.Greatest >> DsCnn.PointwiseShift);

    private LayerRanges Parallel(LayerRanges interval, Func<ChannelRanges, int, ChannelRanges> tighten) => interval with
    {
        Channels = [.. interval.Channels.AsParallel().AsOrdered().WithCancellation(_cancellation).Select(tighten)],
        Method = RangeMethod.Frames,
    };

    private IEnumerable<long> Weights(AccumulatingLayer layer, int channel) =>
        _model[layer.Weights].Skip(channel * layer.Input.Channels).Take(layer.Input.Channels).Select(weight => (long)weight);

    private ValueRange[]? Bound(long[] factors, int outputs) =>
        _frames.Greatest(factors, outputs) is { } greatest && _frames.Greatest([.. factors.Select(factor => -factor)], outputs) is { } least
            ? [.. greatest.Zip(least, (most, negated) => new ValueRange(-negated, most))]
            : null;
}
