using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Hardware.Benchmarking;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Searches extreme values of any network. Noise, extremes and given fingerprints go through the reference, and every channel keeps those
/// that make it least and greatest. From these the fingerprint moves along the slopes, each value to an end of its range, as long as that
/// helps. The work is limited: in a large network only the channels with the widest bounds move. No slopes lead through a recurrent layer,
/// whose gates saturate: its channels and those of the layers after it keep the fingerprints that they have.
/// </summary>
/// <remarks>Not safe for concurrent callers. The same starts give the same witnesses.</remarks>
internal sealed class SlopeSearch(KwsModel model, IReadOnlyList<LayerRanges> proven, Witnesses found)
{
    private const int RandomStarts = 24;

    /// <summary>The most moves of one search, and how often the number of values that move is halved before it ends.</summary>
    private const int Moves = 4;
    private const int Halvings = 3;

    /// <summary>Products of all inferences of a search: some seconds on two cores.</summary>
    private const long MostProducts = 1_000_000_000;

    private readonly Network _network = model.Network;
    private readonly ReferenceClassifier _reference = new(model);
    private readonly Slopes _slopes = new(model);

    /// <summary>Searches in every layer from one on that is no requantisation of another layer's values.</summary>
    public void Run(int firstLayer, IEnumerable<sbyte[]> given, CancellationToken cancellation)
    {
        Target[] targets = [.. Targets(firstLayer)];
        long[] products = [.. Products()];
        var random = new RandomStream(1, 0);
        var noise = new sbyte[RandomStarts * _network.Input.Count];
        RandomCases.Fill(noise, _network, ref random);
        long most = Math.Max(1, MostProducts / 4 / Math.Max(1, products[^1]));
        foreach (sbyte[] start in Starts().Take((int)Math.Min(most, int.MaxValue)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Values(start, _network.Layers.Length - 1) is { } values)
            {
                Array.ForEach(targets, target => target.Offer(start, values));
            }
        }

        // Every layer gets as much work as any other.
        long left = MostProducts;
        int recurrent = _network.Layers.TakeWhile(layer => layer is not RecurrentLayer).Count();
        IEnumerable<Target> movable = targets.Where(target => target.Layer < recurrent);
        Target[] moving = [.. movable.OrderBy(target => (target.Rank + 1) * products[target.Layer]).TakeWhile(
            target => (left -= products[target.Layer] * ((Moves * (Halvings + 1)) + Moves)) > 0)];
        moving.AsParallel().WithCancellation(cancellation).ForAll(Move);
        AddAll(targets);

        IEnumerable<sbyte[]> Starts() => given
            .Append([.. Enumerable.Repeat((sbyte)_network.MinInput, _network.Input.Count)])
            .Append([.. Enumerable.Repeat((sbyte)_network.MaxInput, _network.Input.Count)])
            .Concat(noise.Chunk(_network.Input.Count));
    }

    private IEnumerable<Target> Targets(int firstLayer)
    {
        for (int layer = firstLayer; layer < _network.Layers.Length; layer++)
        {
            if (layer > firstLayer && _network.Layers[layer] is RequantizationLayer)
            {
                continue;
            }

            foreach (bool isGreatest in (bool[])[false, true])
            {
                IEnumerable<int> ranked = Enumerable.Range(0, _network.Layers[layer].Output.Channels)
                    .OrderByDescending(channel => End(proven[layer].Channels[channel].Output, isGreatest) * (isGreatest ? 1 : -1));
                foreach ((int rank, int channel) in ranked.Index())
                {
                    yield return new Target(_network.Layers[layer].Output, layer, channel, isGreatest, rank);
                }
            }
        }
    }

    /// <summary>The products of an inference up to and with each layer.</summary>
    private IEnumerable<long> Products()
    {
        long all = 0;
        foreach (Layer layer in _network.Layers)
        {
            all += layer switch
            {
                AccumulatingLayer sums => (long)layer.Output.Count * sums.WeightsPerChannel,
                RecurrentLayer => MultiplyAccumulates.Of(layer),
                _ => layer.Output.Count,
            };
            yield return all;
        }
    }

    /// <summary>The fingerprint and the layers up to one; null if a value does not fit 32 bits, which the reference refuses.</summary>
    private List<int[]>? Values(sbyte[] fingerprint, int lastLayer)
    {
        List<int[]> values = [Array.ConvertAll(fingerprint, value => (int)value)];
        try
        {
            for (int i = 0; i <= lastLayer; i++)
            {
                values.Add(_reference.Run(_network.Layers[i], values[i]));
            }

            return values;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private void Move(Target target)
    {
        for (int move = 0; move < Moves && target.Fingerprint is { } from; move++)
        {
            // First in the middle, where no window is cut off.
            int output = move == 0 ? target.Middle : target.Output;
            double[] slopes = _slopes.Of(Values(from, target.Layer)!, target.Layer, output);
            (int Index, sbyte Goal)[] changes = [.. slopes.Index().Where(slope => slope.Item != 0)
                .OrderByDescending(slope => Math.Abs(slope.Item))
                .Select(slope => (slope.Index, (sbyte)(slope.Item > 0 == target.IsGreatest ? _network.MaxInput : _network.MinInput)))
                .Where(change => from[change.Index] != change.Item2)];
            bool isBetter = false;
            for (int count = changes.Length, halving = 0; count > 0 && halving <= Halvings && !isBetter; count /= 2, halving++)
            {
                sbyte[] moved = [.. from];
                Array.ForEach(changes[..count], change => moved[change.Index] = change.Goal);
                isBetter = Values(moved, target.Layer) is { } values && target.Offer(moved, values);
            }

            if (!isBetter && move > 0)
            {
                return;
            }
        }
    }

    private void AddAll(Target[] targets)
    {
        foreach (Target target in targets.Where(target => target.Fingerprint is not null))
        {
            found.AddOutput(target.Layer, target.IsGreatest, target.Place, target.Value, target.Shared);
        }

        foreach (IGrouping<(int, int), Target> channel in targets
            .Where(target => _slopes.StepsOf(target.Layer) is not null && target.Fingerprint is not null)
            .GroupBy(target => (target.Layer, target.Channel)))
        {
            AddProducts([.. channel]);
        }
    }

    /// <summary>Operands, products and partial sums where a channel is least and where it is greatest.</summary>
    private void AddProducts(Target[] ends)
    {
        int layer = ends[0].Layer;
        Steps steps = _slopes.StepsOf(layer)!;
        var buffer = new Step[steps.PerChannel];
        var all = new List<(Target End, int Tap, long Input, long Product, long Sum)>();
        foreach (Target end in ends)
        {
            int[] input = Values(end.Fingerprint!, layer)![layer];
            long sum = steps.Start(end.Output);
            foreach (Step step in buffer.AsSpan(0, steps.Write(end.Output, buffer)))
            {
                long value = input[step.Input];
                sum += value * step.Weight;
                all.Add((end, step.Tap, value, value * step.Weight, sum));
            }
        }

        foreach (bool isGreatest in all.Count == 0 ? [] : (bool[])[false, true])
        {
            int sign = isGreatest ? 1 : -1;
            var operand = all.MaxBy(one => sign * one.Input);
            var product = all.MaxBy(one => sign * one.Product);
            var sum = all.MaxBy(one => sign * one.Sum);
            Add(Quantity.Input, operand.End, operand.Tap, operand.Input);
            Add(Quantity.Product, product.End, product.Tap, product.Product);
            Add(Quantity.Sum, sum.End, sum.Tap, sum.Sum);

            void Add(Quantity quantity, Target end, int tap, long value) =>
                found.Add(layer, quantity, isGreatest, end.Place, tap, value, end.Shared);
        }
    }

    private static long End(ValueRange range, bool isGreatest) => isGreatest ? range.Greatest : range.Least;

    /// <summary>One end of one channel, with the fingerprint that comes nearest to it.</summary>
    private sealed class Target(TensorShape shape, int layer, int channel, bool isGreatest, int rank)
    {
        public int Layer => layer;

        public int Channel => channel;

        public bool IsGreatest => isGreatest;

        /// <summary>The place of the channel when those of its layer are ordered by their bounds, the widest first.</summary>
        public int Rank => rank;

        public sbyte[]? Fingerprint { get; private set; }

        /// <summary>The fingerprint, which nothing changes any more: channels that share one are replayed once.</summary>
        public ImmutableArray<sbyte> Shared => ImmutableCollectionsMarshal.AsImmutableArray(Fingerprint);

        public int Output { get; private set; }

        public long Value { get; private set; }

        public int Middle => shape.IndexOf(shape.Time / 2, shape.Frequency / 2, channel);

        public (int Time, int Frequency, int Channel) Place => shape.PositionOf(Output);

        /// <summary>Keeps a fingerprint if it is better at any position.</summary>
        public bool Offer(sbyte[] fingerprint, List<int[]> values)
        {
            int[] outputs = values[layer + 1];
            bool isBetter = false;
            for (int i = channel; i < outputs.Length; i += shape.Channels)
            {
                if (Fingerprint is null || (isGreatest ? outputs[i] > Value : outputs[i] < Value))
                {
                    (Fingerprint, Output, Value, isBetter) = (fingerprint, i, outputs[i], true);
                }
            }

            return isBetter;
        }
    }
}
