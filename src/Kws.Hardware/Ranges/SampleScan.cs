using System.Collections.Immutable;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Ranges;

/// <summary>Every product and every partial sum of some fingerprints, from the layer values of the reference.</summary>
/// <remarks>Not safe for concurrent callers.</remarks>
internal sealed class SampleScan
{
    private readonly ReferenceClassifier _reference;
    private readonly LayerScanner[] _layers;

    public SampleScan(KwsModel model, ImmutableArray<LayerRanges> proven)
    {
        _reference = new ReferenceClassifier(model);
        _layers = [.. proven.Select(ranges => new LayerScanner(model, ranges))];
    }

    public void Add(ReadOnlySpan<sbyte> fingerprint)
    {
        InferenceTrace trace = _reference.Trace(fingerprint);
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Add(trace.Layers[i].Values.AsSpan(), trace.Layers[i + 1].Values.AsSpan());
        }
    }

    public void Add(SampleScan other)
    {
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i].Add(other._layers[i]);
        }
    }

    /// <summary>The observations, of at least one fingerprint.</summary>
    public ImmutableArray<ObservedLayer> Result() => [.. _layers.Select(layer => layer.Result())];

    private sealed class LayerScanner
    {
        private readonly Layer _layer;
        private readonly Steps? _steps;
        private readonly Step[] _buffer;
        private readonly ValueRange?[] _inputs;
        private readonly ValueRange?[] _sums;
        private readonly int[] _weights;
        private readonly ValueRange?[] _outputs;
        private readonly Histogram? _productCounts;
        private readonly Histogram? _sumCounts;
        private readonly Histogram _outputCounts;
        private readonly RecurrentScan? _recurrent;

        public LayerScanner(KwsModel model, LayerRanges proven)
        {
            _layer = proven.Layer;
            _steps = _layer is AccumulatingLayer sums ? new Steps(model, sums) : null;
            _buffer = new Step[_steps?.PerChannel ?? 0];
            _inputs = new ValueRange?[_layer.Output.Channels * _buffer.Length];
            _sums = new ValueRange?[_inputs.Length];
            _weights = new int[_inputs.Length];
            _outputs = new ValueRange?[_layer.Output.Channels];
            _productCounts = proven[Quantity.Product] is { } product ? new Histogram(product) : null;
            _sumCounts = proven[Quantity.Sum] is { } sum ? new Histogram(sum) : null;
            _outputCounts = new Histogram(proven[Quantity.Output]!.Value);
            _recurrent = _layer is RecurrentLayer recurrent ? new RecurrentScan(model, recurrent) : null;
        }

        public void Add(ReadOnlySpan<int> input, ReadOnlySpan<int> output)
        {
            int channels = _layer.Output.Channels;
            for (int i = 0; i < output.Length; i++)
            {
                int channel = i % channels;
                Include(ref _outputs[channel], output[i]);
                _outputCounts.Add(output[i]);
                if (_steps is not null)
                {
                    AddSum(i, channel, input, output[i]);
                }
            }

            if (_recurrent is not null && !output.SequenceEqual(_recurrent.Run(input)))
            {
                throw new InvalidOperationException($"{_layer.Name}: its frames have other outputs than the layer");
            }
        }

        public void Add(LayerScanner other)
        {
            Merge(_inputs, other._inputs);
            Merge(_sums, other._sums);
            Merge(_outputs, other._outputs);
            for (int i = 0; i < _weights.Length; i++)
            {
                _weights[i] |= other._weights[i];
            }

            _recurrent?.Include(other._recurrent!);
            _outputCounts.Add(other._outputCounts);
            _productCounts?.Add(other._productCounts!);
            _sumCounts?.Add(other._sumCounts!);
        }

        public ObservedLayer Result() => new(
            new LayerRanges(
                _layer, [.. _outputs.Select((output, channel) => new ChannelRanges(Taps(channel), output!.Value))], RangeMethod.Observed)
            {
                Inside = _layer is RecurrentLayer recurrent
                    ? [.. RecurrentQuantities.NamesOf(recurrent).Zip(
                        _recurrent!.Seen.ToArray(), (name, range) => new InsideRange(name, range!.Value))]
                    : [],
            },
            _productCounts, _sumCounts, _outputCounts);

        private ImmutableArray<TapRanges> Taps(int channel) => [.. Enumerable.Range(0, _buffer.Length)
            .Select(tap => (Tap: tap, Index: (channel * _buffer.Length) + tap))
            .Where(step => _sums[step.Index] is not null)
            .Select(step =>
            {
                ValueRange weight = ValueRange.Of(_weights[step.Index]);
                return new TapRanges(
                    step.Tap, _inputs[step.Index]!.Value, weight, _inputs[step.Index]!.Value * weight, _sums[step.Index]!.Value);
            })];

        private void AddSum(int output, int channel, ReadOnlySpan<int> input, int expected)
        {
            int count = _steps!.Write(output, _buffer);
            long sum = _steps.Start(output);
            foreach (Step step in _buffer.AsSpan(0, count))
            {
                int index = (channel * _buffer.Length) + step.Tap;
                long product = (long)input[step.Input] * step.Weight;
                sum += product;
                _weights[index] = step.Weight;
                Include(ref _inputs[index], input[step.Input]);
                Include(ref _sums[index], sum);
                _productCounts!.Add(product);
                _sumCounts!.Add(sum);
            }

            if (sum != expected)
            {
                throw new InvalidOperationException($"{_layer.Name}: value {output} is {expected}, its products add up to {sum}");
            }
        }

        private static void Include(ref ValueRange? range, long value) =>
            range = range is { } known ? known.Least <= value && value <= known.Greatest ? range
                : known.Union(ValueRange.Of(value))
                : ValueRange.Of(value);

        private static void Merge(ValueRange?[] all, ValueRange?[] other)
        {
            for (int i = 0; i < all.Length; i++)
            {
                all[i] = (all[i], other[i]) switch
                {
                    ({ } known, { } more) => known.Union(more),
                    (null, var more) => more,
                    (var known, null) => known,
                };
            }
        }
    }
}
