using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>Random weights and biases, extreme ones included.</summary>
internal static class RandomTensors
{
    /// <summary>More weights than one layer has in most networks.</summary>
    private const int Many = 1 << 16;

    /// <summary>The bytes that are multiplied in one 32-bit lane.</summary>
    private const int GroupLength = 4;

    /// <summary>The values of a tensor.</summary>
    public static ImmutableArray<int> Of(TensorSpec spec, RandomNumbers random) =>
        spec.Bits == TensorSpec.BiasBits ? Biases(spec, random) : Weights(spec, random);

    /// <summary>
    /// Weights of one kind. A pattern of extremes fills some lanes of a register alone; a power of two throughout, with some weights one
    /// beside it, makes sums that just fit 16 bits, or just do not.
    /// </summary>
    private static ImmutableArray<int> Weights(TensorSpec spec, RandomNumbers random)
    {
        int kind = spec.Count > Many && random.Chance(2) ? 0 : random.Below(14);
        int[] pattern = [.. Enumerable.Range(0, GroupLength).Select(_ => random.Below(3) switch
        {
            0 => spec.MinValue,
            1 => spec.MaxValue,
            _ => 0,
        })];
        int power = (random.Chance(2) ? 1 : -1) << random.Below(spec.Bits - 1);
        return Make(spec, i => kind switch
        {
            0 => pattern[i % GroupLength],
            1 or 2 => power + (random.Chance(8) && Math.Abs(power) > 1 ? random.From(-1, 1) : 0),
            3 => random.Chance(2) ? spec.MinValue : spec.MaxValue,
            4 => spec.MinValue,
            5 => spec.MaxValue,
            6 => 0,
            7 => random.Chance(8) ? random.From(spec.MinValue, spec.MaxValue) : 0,
            8 => random.From(-1, 1),
            _ => random.From(spec.MinValue, spec.MaxValue),
        });
    }

    /// <summary>Biases of one magnitude up to 2^30, of both signs or of one: values then lie anywhere, or all far from zero.</summary>
    private static ImmutableArray<int> Biases(TensorSpec spec, RandomNumbers random)
    {
        int bits = random.Chance(4) ? random.From(0, 30) : random.From(0, 17);
        int center = (random.Chance(2) ? 1 : -1) << bits;
        bool isOneSided = random.Chance(2);
        return Make(spec, _ => isOneSided
            ? center + random.From(-Math.Abs(center) / 8, Math.Abs(center) / 8)
            : random.From(-Math.Abs(center), Math.Abs(center)));
    }

    private static ImmutableArray<int> Make(TensorSpec spec, Func<int, int> value)
    {
        var values = ImmutableArray.CreateBuilder<int>(spec.Count);
        for (int i = 0; i < spec.Count; i++)
        {
            values.Add(value(i));
        }

        return values.MoveToImmutable();
    }
}
