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
    public bool Chunks_fit_16_bits_and_none_could_take_another_group(int seed)
    {
        var random = new Random(seed);
        bool isSigned = random.Next(2) == 0;
        var input = new TensorShape(1, 1, random.Next(1, 300));
        var layer = new FullyConnectedLayer("sum", input, random.Next(1, 9), "w");
        int pair = random.Next(1, 5);
        var layout = SumLayout.Of(layer, new PlanTensor(input, ValueFormat.Byte, 0, input.Channels, default));
        int most = random.Next(1, 1 << random.Next(1, 8));
        int greatest = random.Next(isSigned ? 129 : 256);
        ImmutableArray<int> weights = [.. Enumerable.Range(0, layer.Weights.Count).Select(_ => random.Next(-most, most + 1))];

        var chunks = ByteChunks.Of(layout, weights, greatest, pair, isSigned);

        int[] channels = [.. Enumerable.Range(0, layout.Channels)];
        bool canSaturate = !isSigned && channels.Any(channel => Enumerable.Range(0, layout.Groups).Any(
            group => Lanes(channel, group, group + 1).Any(sums => sums.Most > short.MaxValue || sums.Least < short.MinValue)));
        return chunks is null ? canSaturate : !canSaturate && channels.Chunk(pair).All(own => IsRight(own, chunks));

        bool IsRight(int[] own, ByteChunks chunks)
        {
            ImmutableArray<int> ends = chunks.EndsOf(own[0]);
            int begin = 0;
            foreach (int end in ends)
            {
                if (end <= begin || !own.All(channel => Fits(channel, begin, end))
                    || (end < layout.Groups && own.All(channel => Fits(channel, begin, end + 1)))
                    || (!isSigned && !own.All(channel => OffsetsAreLeast(channel, begin, end, chunks))))
                {
                    return false;
                }

                begin = end;
            }

            return begin == layout.Groups;
        }

        // With signed bytes each product may have either sign.
        bool Fits(int channel, int begin, int end) => Lanes(channel, begin, end).All(
            sums => sums.Most - sums.Least <= (isSigned ? short.MaxValue : ushort.MaxValue));

        bool OffsetsAreLeast(int channel, int begin, int end, ByteChunks chunks) => Lanes(channel, begin, end)
            .Select((sums, lane) => short.MinValue - sums.Least == chunks.Offset(Row(channel), begin, end, lane)).All(isLeast => isLeast);

        // The least and the largest sum of both lanes of some groups.
        (int Least, int Most)[] Lanes(int channel, int begin, int end) => [.. Enumerable.Range(0, 2).Select(lane =>
        {
            int[] own = [.. Enumerable.Range(4 * begin, 4 * (end - begin)).Where(i => i / 2 % 2 == lane)
                .Select(i => layout.Weights[i] < 0 ? 0 : Row(channel)[layout.Weights[i]])];
            return (own.Where(weight => weight < 0).Sum() * greatest, own.Where(weight => weight > 0).Sum() * greatest);
        })];

        ReadOnlySpan<int> Row(int channel) => weights.AsSpan(channel * layout.ChannelStep, layout.ChannelStep);
    }
}
