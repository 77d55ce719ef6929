using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Kws.Hardware.Circuits;
using Kws.Model;

namespace Kws.Hardware.Export.Verilog;

/// <summary>The words of the constant memories, in the order in which the counters read them.</summary>
internal static class MemoryWords
{
    /// <summary>The weights: for each step, group and tap a word with the weights of the group's channels, lane 0 lowest.</summary>
    public static IEnumerable<string> Weights(Circuit circuit, int bits)
    {
        if (circuit.Steps.All(step => step.WeightWords == 0))
        {
            yield return Word([], bits, circuit.Lanes);
        }

        foreach (CircuitStep step in circuit.Steps.Where(step => step.WeightWords > 0))
        {
            var layer = (AccumulatingLayer)step.Layer!;
            ImmutableArray<int> weights = circuit.Model[layer.Weights];
            bool isDepthwise = layer is DepthwiseConvolutionLayer;
            int channels = layer.Output.Channels;
            yield return $"// {step.Name}";
            for (int group = 0; group < step.Loops.Groups; group++)
            {
                int[] lanes = ChannelsOf(step, group);
                for (int tap = 0; tap < layer.WeightsPerChannel; tap++)
                {
                    int[] word = [.. lanes.Select(channel =>
                        weights[isDepthwise ? (tap * channels) + channel : (channel * layer.WeightsPerChannel) + tap])];
                    yield return Word(word, bits, circuit.Lanes);
                }
            }
        }
    }

    /// <summary>The biases: for each step that has some, and each group, a word.</summary>
    public static IEnumerable<string> Biases(Circuit circuit, int bits) =>
        from step in circuit.Steps
        where step.BiasWords > 0
        let biases = circuit.Model[((AccumulatingLayer)step.Layer!).Biases!]
        from @group in Enumerable.Range(0, step.Loops.Groups)
        select Word([.. ChannelsOf(step, @group).Select(channel => biases[channel])], bits, circuit.Lanes);

    /// <summary>A word of values in hexadecimal, the first one lowest; missing ones are 0.</summary>
    private static string Word(ReadOnlySpan<int> values, int bits, int lanes)
    {
        BigInteger word = BigInteger.Zero;
        for (int lane = values.Length - 1; lane >= 0; lane--)
        {
            word = (word << bits) | ((uint)values[lane] & (uint.MaxValue >> (32 - bits)));
        }

        int digits = ((bits * lanes) + 3) / 4;
        string text = word.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return text.PadLeft(digits, '0');
    }

    /// <summary>The channels of a group, as many as there are lanes but in the last one.</summary>
    private static int[] ChannelsOf(CircuitStep step, int group)
    {
        int first = group * step.GroupLanes;
        return [.. Enumerable.Range(first, Math.Min(step.GroupLanes, step.Target!.Shape.Channels - first))];
    }
}
