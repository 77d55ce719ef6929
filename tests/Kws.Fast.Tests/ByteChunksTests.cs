using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Fast.Layers;
using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The chunks in which products of bytes are added in 16 bits.</summary>
public class ByteChunksTests
{
    [Property(MaxTest = 500)]
    public bool Chunks_are_the_largest_equal_ones_that_fit(int seed)
    {
        var random = new Random(seed);
        bool isSigned = random.Next(2) == 0;
        var input = new TensorShape(1, 1, random.Next(1, 300));
        var layer = new FullyConnectedLayer("sum", input, random.Next(1, 9), "w");
        int pair = random.Next(1, 5);
        var layout = SumLayout.Of(layer, new PlanTensor(input, ValueFormat.Byte, 0, input.Channels, default));
        int most = random.Next(1, 1 << random.Next(1, 8));
        int greatest = random.Next(1, isSigned ? 129 : 256);
        ImmutableArray<int> weights = [.. Enumerable.Range(0, layer.Weights.Count).Select(_ => random.Next(-most, most + 1))];

        var chunks = ByteChunks.Of(layout, weights, greatest, pair, isSigned);

        int[] expected = [.. Enumerable.Range(0, layout.Channels).Chunk(pair).Select(
            channels => Expected(layout, weights, greatest, channels, isSigned))];
        return chunks is null ? expected.Contains(0) : chunks.Sizes.SequenceEqual(expected) && OffsetsAreLeastSums(chunks);

        bool OffsetsAreLeastSums(ByteChunks chunks)
        {
            int channel = layout.Channels - 1;
            var lanes = new LaneSums(layout);
            lanes.Read(weights.AsSpan(channel * input.Channels, input.Channels));
            return Enumerable.Range(0, 2).All(lane => chunks.Offset(lanes, channel, lane) == (isSigned ? 0 : (short)(short.MinValue
                - (Chunks(layout, weights, channel, lane, expected[channel / pair]).Min(sums => sums.Least) * greatest))));
        }
    }

    /// <summary>
    /// The definition: the fewest chunks, of groups of four weights, in which no sum of pairs exceeds 16 bits. With signed bytes each
    /// product may have either sign.
    /// </summary>
    private static int Expected(SumLayout layout, ImmutableArray<int> weights, int greatest, int[] channels, bool isSigned)
    {
        if (!All(1, sums => sums.All(sum => sum.Most * greatest <= short.MaxValue && sum.Least * greatest >= short.MinValue)) && !isSigned)
        {
            return 0;
        }

        return Enumerable.Range(1, layout.Groups).Select(count => (layout.Groups + count - 1) / count)
            .FirstOrDefault(size => All(size, sums => isSigned
                ? sums.All(sum => (sum.Most - sum.Least) * greatest <= short.MaxValue)
                : (Math.Max(sums.Max(sum => sum.Most), 0) - Math.Min(sums.Min(sum => sum.Least), 0)) * greatest <= ushort.MaxValue));

        bool All(int size, Func<(int Least, int Most)[], bool> fits) => channels.All(channel => Enumerable.Range(0, 2).All(
            lane => fits([.. Chunks(layout, weights, channel, lane, size)])));
    }

    /// <summary>The sums of negative and of positive weights of a lane in every chunk.</summary>
    private static IEnumerable<(int Least, int Most)> Chunks(
        SumLayout layout, ImmutableArray<int> weights, int channel, int lane, int size) =>
        Enumerable.Range(0, layout.Weights.Length)
            .Where(i => i / 2 % 2 == lane)
            .GroupBy(i => i / 4 / size, i => layout.Weights[i] < 0 ? 0 : weights[(channel * layout.ChannelStep) + layout.Weights[i]])
            .Select(chunk => (chunk.Where(weight => weight < 0).Sum(), chunk.Where(weight => weight > 0).Sum()));
}
