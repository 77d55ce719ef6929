using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Finds for every quantity of every channel a fingerprint that gives the greatest, or the least, value known: that of the convolution
/// exactly, of the first depthwise convolution by <see cref="PatchSearch"/>, of what follows in the default topology by
/// <see cref="InputSearch"/>, and in any other network by <see cref="SlopeSearch"/>.
/// </summary>
public sealed class WitnessSearch
{
    private readonly KwsModel _model;
    private readonly Network _network;
    private readonly ImmutableArray<LayerRanges> _proven;
    private readonly ComposedKernels _kernels;
    private readonly PoolAscent _ascent;
    private readonly Witnesses _found;

    private WitnessSearch(KwsModel model, ImmutableArray<LayerRanges> proven, Witnesses found)
    {
        (_model, _network, _proven, _kernels, _found) = (model, model.Network, proven, new ComposedKernels(model), found);
        _ascent = new PoolAscent(new PoolForms(model));
    }

    /// <summary>Searches; the same model and starts give the same witnesses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="proven">Its bounds, which say which partial sums may become greatest.</param>
    /// <param name="starts">Fingerprints from which the search may start too; it takes the first two.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="OverflowException">A logit does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImmutableArray<Witness> Run(
        KwsModel model, ImmutableArray<LayerRanges> proven, IEnumerable<ReadOnlyMemory<sbyte>> starts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        var found = new Witnesses(model.Network);
        sbyte[][] given = [.. starts.Take(2).Select(start => start.ToArray())];
        if (DsCnn.Specs(model.Network).IsEmpty)
        {
            new SlopeSearch(model, proven, found).Run(0, given, cancellation);
            return found.All;
        }

        var search = new WitnessSearch(model, proven, found);
        foreach (bool isGreatest in (bool[])[false, true])
        {
            search.AddConvolution(isGreatest, cancellation);
            search.AddDepthwise(isGreatest, cancellation);
        }

        if (LayerScan.Handles(model.Network))
        {
            search.AddPool(given, cancellation);
            search.AddSums(5, given, cancellation);
            search.AddSums(7, given, cancellation);
        }
        else
        {
            new SlopeSearch(model, proven, found).Run(DepthwiseBounds.Layer + 2, given, cancellation);
        }

        return found.All;
    }

    /// <summary>A value of the fingerprint for every weight: what makes all products of a channel greatest at once.</summary>
    private void AddConvolution(bool isGreatest, CancellationToken cancellation)
    {
        for (int channel = 0; channel < _network.Layers[0].Output.Channels; channel++)
        {
            cancellation.ThrowIfCancellationRequested();
            ImmutableArray<sbyte> fingerprint = ConvolutionFingerprint(channel, isGreatest, 0, 0);
            ChannelRanges ranges = _proven[0].Channels[channel];
            int input = isGreatest ? SixBit.Max : SixBit.Min;
            _found.Add(
                0, Quantity.Input, isGreatest, (0, 0, channel), 0, input, [.. Enumerable.Repeat((sbyte)input, _network.Input.Count)]);
            TapRanges tap = Extreme(ranges.Taps, one => one.Product, isGreatest);
            _found.Add(0, Quantity.Product, isGreatest, (0, 0, channel), tap.Index, End(tap.Product, isGreatest), fingerprint);
            _found.AddSum(0, isGreatest, (0, 0, channel), ranges.Taps[^1].Index, End(ranges.Output, isGreatest), fingerprint);
        }
    }

    private void AddDepthwise(bool isGreatest, CancellationToken cancellation)
    {
        var layer = (DepthwiseConvolutionLayer)_network.Layers[DepthwiseBounds.Layer];
        ImmutableArray<WindowPosition> kinds = WindowPosition.Kinds(layer);
        foreach ((ChannelRanges ranges, int channel) in _proven[DepthwiseBounds.Layer].Channels.Select(
            (ranges, channel) => (ranges, channel)))
        {
            cancellation.ThrowIfCancellationRequested();
            TapRanges product = Extreme(ranges.Taps, one => one.Product, isGreatest);
            AddDepthwiseProduct(
                Quantity.Input, channel, ranges.Taps[0].Index, isGreatest, isGreatest, End(ranges.Taps[0].Input, isGreatest));
            AddDepthwiseProduct(
                Quantity.Product, channel, product.Index, isGreatest, product.Weight.Least > 0 == isGreatest,
                End(product.Product, isGreatest));

            // Fewer products than all may add up to more.
            (WindowPosition position, int count) = kinds
                .SelectMany(kind => Enumerable.Range(1, kind.Taps.Length).Select(count => (kind, count)))
                .MaxBy(partial => Bound(channel, partial.kind.Taps.AsSpan()[..partial.count], isGreatest));
            WindowPosition whole = kinds.MaxBy(kind => Bound(channel, kind.Taps.AsSpan(), isGreatest))!;
            AddPatch(Quantity.Output, channel, whole, whole.Taps.Length, isGreatest);
            AddPatch(Quantity.Sum, channel, position, count, isGreatest);
        }
    }

    private long Bound(int channel, ReadOnlySpan<int> taps, bool isGreatest)
    {
        ComposedKernel kernel = _kernels.Empty(channel);
        foreach (int tap in taps)
        {
            kernel.Add(tap);
        }

        ValueRange range = kernel.Range(DsCnn.ConvolutionShift);
        return isGreatest ? range.Greatest : -range.Least;
    }

    /// <summary>The extreme of the convolution, where a product of the depthwise convolution reads it.</summary>
    private void AddDepthwiseProduct(Quantity quantity, int channel, int tap, bool isGreatest, bool greatestInput, long value)
    {
        var layer = (DepthwiseConvolutionLayer)_network.Layers[DepthwiseBounds.Layer];
        WindowPosition position = WindowPosition.All(layer).First(position => position.Taps.Contains(tap));
        int time = (position.Time * layer.Window.StrideTime) + (tap / layer.Window.KernelFrequency) - layer.PaddingTime;
        int frequency = (position.Frequency * layer.Window.StrideFrequency) + (tap % layer.Window.KernelFrequency) - layer.PaddingFrequency;
        _found.Add(
            DepthwiseBounds.Layer, quantity, isGreatest, (position.Time, position.Frequency, channel), tap, value,
            ConvolutionFingerprint(channel, greatestInput, time, frequency));
    }

    private void AddPatch(Quantity quantity, int channel, WindowPosition position, int count, bool isGreatest)
    {
        (long sum, sbyte[] patch) = new PatchSearch(
            _kernels, channel, position.Taps.AsSpan()[..count], DsCnn.ConvolutionShift, isGreatest ? 1 : -1).Run();
        (int time, int frequency) = _kernels.Origin((DepthwiseConvolutionLayer)_network.Layers[DepthwiseBounds.Layer], position);
        var fingerprint = new sbyte[_network.Input.Count];
        for (int i = 0; i < patch.Length; i++)
        {
            (int t, int f) = (time + (i / _kernels.Columns), frequency + (i % _kernels.Columns));
            if ((uint)t < _network.Input.Time && (uint)f < _network.Input.Frequency)
            {
                fingerprint[_network.Input.IndexOf(t, f, 0)] = patch[i];
            }
        }

        (int, int, int) place = (position.Time, position.Frequency, channel);
        if (quantity == Quantity.Output)
        {
            _found.AddOutput(DepthwiseBounds.Layer, isGreatest, place, sum, [.. fingerprint]);
        }
        else
        {
            _found.Add(DepthwiseBounds.Layer, quantity, isGreatest, place, position.Taps[count - 1], sum, [.. fingerprint]);
        }
    }

    private void AddPool(sbyte[][] given, CancellationToken cancellation)
    {
        (int Channel, bool IsGreatest)[] wanted = [.. Enumerable.Range(0, _network.Layers[0].Output.Channels).SelectMany(
            channel => (bool[])[false, true], (channel, isGreatest) => (channel, isGreatest))];
        foreach (((int channel, bool isGreatest), (long value, sbyte[] fingerprint)) in wanted.Zip(InParallel(wanted, one =>
        {
            sbyte[] known = one.IsGreatest
                ? [.. _found.Output(DepthwiseBounds.Layer, one.Channel, true).Fingerprint]
                : PoolGame.Play(
                    (DepthwiseConvolutionLayer)_network.Layers[DepthwiseBounds.Layer], _network.Input, _kernels, one.Channel,
                    DsCnn.ConvolutionShift, cancellation).Fingerprint;
            sbyte[][] starts = one.IsGreatest ? [known] : [known, .. given];
            return Search(new LinearForm(OfPool: true, [(one.Channel, 1)], 0), null, one.IsGreatest, starts, one.Channel, cancellation);
        }, cancellation)))
        {
            _found.AddOutput(DepthwiseBounds.PoolLayer, isGreatest, (0, 0, channel), value, [.. fingerprint]);
        }
    }

    /// <summary>The pointwise or the fully connected layer: sums of what witnesses are known of.</summary>
    private void AddSums(int layer, sbyte[][] given, CancellationToken cancellation)
    {
        var steps = new Steps(_model, (AccumulatingLayer)_network.Layers[layer]);
        var products = new Step[steps.PerChannel];
        var wanted = new List<(int Channel, int Count, bool IsGreatest, LinearForm Form, long[] Factors)>();
        for (int channel = 0; channel < _network.Layers[layer].Output.Channels; channel++)
        {
            steps.Write(channel, products);
            foreach (bool isGreatest in (bool[])[false, true])
            {
                AddProducts(layer, channel, products, isGreatest);
                int most = Extreme(_proven[layer].Channels[channel].Taps, tap => tap.Sum, isGreatest).Index + 1;
                foreach (int count in new[] { products.Length, most }.Distinct())
                {
                    (int, long)[] terms = [.. products.Take(count).Select(step => (step.Input, (long)step.Weight))];
                    wanted.Add(
                        (channel, count, isGreatest, new LinearForm(layer == 5, terms, steps.Start(channel)), Factors(layer, terms)));
                }
            }
        }

        foreach (((int channel, int count, bool isGreatest, _, _), (long value, sbyte[] fingerprint)) in wanted.Zip(
            InParallel(wanted, one => Search(one.Form, one.Factors, one.IsGreatest, given, one.Channel, cancellation), cancellation)))
        {
            if (count == products.Length)
            {
                _found.AddSum(layer, isGreatest, (0, 0, channel), count - 1, value, [.. fingerprint]);
            }
            else
            {
                _found.Add(layer, Quantity.Sum, isGreatest, (0, 0, channel), count - 1, value, [.. fingerprint]);
            }
        }
    }

    /// <summary>
    /// The factors of the pool's channels in terms of the pool, or of the pointwise convolution, but for a floor division.
    /// </summary>
    private long[] Factors(int layer, (int Channel, long Factor)[] terms)
    {
        var factors = new long[_network.Layers[DepthwiseBounds.PoolLayer].Output.Channels];
        ImmutableArray<int> weights = _model[((AccumulatingLayer)_network.Layers[MixedPoolBounds.PointwiseLayer]).Weights];
        foreach ((int channel, long factor) in terms)
        {
            for (int c = 0; c < factors.Length; c++)
            {
                factors[c] += layer == MixedPoolBounds.LogitsLayer ? factor * weights[(channel * factors.Length) + c]
                    : c == channel ? factor
                    : 0;
            }
        }

        return factors;
    }

    /// <summary>The extreme operand and product, of the witnesses of the layer before.</summary>
    private void AddProducts(int layer, int channel, Step[] products, bool isGreatest)
    {
        int sign = isGreatest ? 1 : -1;
        var known = products.SelectMany(
            _ => (bool[])[false, true], (step, end) => (Step: step, Witness: _found.Output(layer - 1, step.Input, end))).ToArray();
        (Step step, Witness witness) = known.MaxBy(one => sign * one.Witness.Value);
        _found.Add(layer, Quantity.Input, isGreatest, (0, 0, channel), step.Tap, witness.Value, witness.Fingerprint);
        (step, witness) = known.MaxBy(one => sign * one.Witness.Value * one.Step.Weight);
        _found.Add(layer, Quantity.Product, isGreatest, (0, 0, channel), step.Tap, witness.Value * step.Weight, witness.Fingerprint);
    }

    private (long Value, sbyte[] Fingerprint) Search(
        LinearForm form, long[]? factors, bool isGreatest, sbyte[][] starts, int seed, CancellationToken cancellation)
    {
        (long value, sbyte[] fingerprint) = new InputSearch(_model, _ascent).Run(
            isGreatest ? form : form.Negated, isGreatest ? factors : factors?.Select(factor => -factor).ToArray(), starts, seed,
            cancellation);
        return (isGreatest ? value : -value, fingerprint);
    }

    /// <summary>A failure on a thread is thrown as if there were one thread only.</summary>
    private static List<TResult> InParallel<T, TResult>(IEnumerable<T> items, Func<T, TResult> run, CancellationToken cancellation)
    {
        try
        {
            return [.. items.AsParallel().AsOrdered().WithCancellation(cancellation).Select(run)];
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
            throw;
        }
    }

    private static TapRanges Extreme(ImmutableArray<TapRanges> taps, Func<TapRanges, ValueRange> range, bool isGreatest) =>
        taps.MaxBy(tap => isGreatest ? range(tap).Greatest : -range(tap).Least);

    private static long End(ValueRange range, bool isGreatest) => isGreatest ? range.Greatest : range.Least;

    /// <summary>The fingerprint that makes the convolution extreme at one position of one channel.</summary>
    private ImmutableArray<sbyte> ConvolutionFingerprint(int channel, bool isGreatest, int time, int frequency)
    {
        Window window = ((ConvolutionLayer)_network.Layers[0]).Window;
        var fingerprint = new sbyte[_network.Input.Count];
        ReadOnlySpan<int> weights = _kernels.Convolution(channel);
        for (int i = 0; i < weights.Length; i++)
        {
            (int t, int f) = ((time * window.StrideTime) + (i / window.KernelFrequency),
                (frequency * window.StrideFrequency) + (i % window.KernelFrequency));
            fingerprint[_network.Input.IndexOf(t, f, 0)] = (sbyte)(weights[i] > 0 == isGreatest ? SixBit.Max : SixBit.Min);
        }

        return [.. fingerprint];
    }
}
