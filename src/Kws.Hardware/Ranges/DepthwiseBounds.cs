using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Bounds of the first depthwise convolution, which reads the convolution through one floor division. With y the convolution's sums, d
/// the divisor and r = y mod d
/// <code>
/// sum of w * floor(y / d) = (sum of w * y - sum of w * r) / d
/// </code>
/// The first sum is linear in the fingerprint: its extremes are those of one composed kernel over values in [-32, 31], exactly. The
/// second one is bounded by the remainders, which are multiples of what divides d and every weight of the convolution.
/// </summary>
internal sealed class DepthwiseBounds
{
    /// <summary>The index of the layer in every DS-CNN.</summary>
    public const int Layer = 2;

    /// <summary>The index of the pool in a DS-CNN of one block.</summary>
    public const int PoolLayer = 4;

    private readonly CancellationToken _cancellation;
    private readonly TensorShape _input;
    private readonly DepthwiseConvolutionLayer _layer;
    private readonly ComposedKernels _kernels;
    private readonly ImmutableArray<WindowPosition> _kinds;

    public DepthwiseBounds(KwsModel model, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _input = model.Network.Input;
        _layer = (DepthwiseConvolutionLayer)model.Network.Layers[Layer];
        _kernels = new ComposedKernels(model);
        _kinds = WindowPosition.Kinds(_layer);
    }

    /// <summary>The same layer with the bounds of its sums narrowed.</summary>
    public LayerRanges Tighten(LayerRanges interval) => interval with
    {
        Channels = [.. interval.Channels.Select(Tighten)],
        Method = RangeMethod.Linear,
    };

    /// <summary>The same pool with the least value of every channel raised.</summary>
    public LayerRanges TightenPool(LayerRanges interval) => interval with
    {
        Channels = [.. interval.Channels.AsParallel().AsOrdered().WithCancellation(_cancellation).Select((ranges, channel) => ranges with
        {
            Output = ranges.Output with
            {
                Least = Math.Max(
                    ranges.Output.Least,
                    PoolGame.Play(_layer, _input, _kernels, channel, DsCnn.ConvolutionShift, _cancellation).Least >> DsCnn.DepthwiseShift),
            },
        })],
        Method = RangeMethod.Linear,
    };

    private ChannelRanges Tighten(ChannelRanges interval, int channel)
    {
        var sums = new ValueRange?[interval.Taps[^1].Index + 1];
        ValueRange? output = null;
        foreach (WindowPosition position in _kinds)
        {
            _cancellation.ThrowIfCancellationRequested();
            ValueRange sum = default;
            ComposedKernel kernel = _kernels.Empty(channel);
            ValueRange independent = default;
            foreach (int tap in position.Taps)
            {
                kernel.Add(tap);
                independent += interval.Taps.First(known => known.Index == tap).Product;
                sum = kernel.Range(DsCnn.ConvolutionShift).Intersect(independent);
                sums[tap] = sums[tap]?.Union(sum) ?? sum;
            }

            output = output?.Union(sum) ?? sum;
        }

        return new ChannelRanges(
            [.. interval.Taps.Select(tap => tap with { Sum = sums[tap.Index]!.Value })],
            output!.Value.Intersect(interval.Output));
    }
}
