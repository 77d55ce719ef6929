using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>Random fingerprints and models, from plain noise to the extremes that reach the bounds of every sum.</summary>
internal static class RandomCases
{
    private const int Kinds = 4;

    /// <summary>A block of the random fingerprints of a run, back to back.</summary>
    /// <param name="network">The network that they are for.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="start">The place of the first one in the run.</param>
    /// <param name="count">Their number.</param>
    public static sbyte[] Fingerprints(Network network, ulong seed, long start, int count)
    {
        var random = new RandomStream(seed, (ulong)start);
        var block = new sbyte[count * network.Input.Count];
        Fill(block, network, ref random);
        return block;
    }

    /// <summary>Fills fingerprints of a network; neighbours are of different kinds.</summary>
    public static void Fill(Span<sbyte> fingerprints, Network network, ref RandomStream random)
    {
        int length = network.Input.Count;
        for (int i = 0; i < fingerprints.Length / length; i++)
        {
            FillOne(fingerprints.Slice(i * length, length), network.InputBits, i % Kinds, ref random);
        }
    }

    /// <summary>A model of a topology; which kind is told by the number, which also seeds it.</summary>
    public static (KwsModel Model, string Kind) Model(Network network, int number, int seed)
    {
        var random = new RandomStream((ulong)seed, ulong.MaxValue - (ulong)number);
        var tensors = new List<ImmutableArray<int>>();
        foreach (TensorSpec spec in network.Tensors)
        {
            var values = new sbyte[spec.Count];
            bool isBias = spec.Bits == TensorSpec.BiasBits;
            FillOne(values, isBias ? SixBit.Bits : spec.Bits, number % Kinds, ref random);
            tensors.Add(ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(values, value => isBias ? value << 25 : value)));
        }

        return (new KwsModel(network, tensors), KindName(number % Kinds));
    }

    private static string KindName(int kind) => kind switch
    {
        0 => "uniform",
        1 => "only extremes",
        2 => "mostly zero",
        _ => "constant",
    };

    /// <summary>Fills with integers of so many bits, 2 to 8.</summary>
    private static void FillOne(Span<sbyte> values, int bits, int kind, ref RandomStream random)
    {
        Span<ulong> words = stackalloc ulong[8];
        sbyte constant = (sbyte)(random.Next(2) == 0 ? -1 << (bits - 1) : ~(-1 << (bits - 1)));
        Span<byte> noise = MemoryMarshal.AsBytes(words);
        Span<sbyte> made = MemoryMarshal.Cast<ulong, sbyte>(words);
        for (int start = 0; start < values.Length; start += made.Length)
        {
            foreach (ref ulong word in words)
            {
                word = random.Next();
            }

            for (int i = 0; i < noise.Length; i += Vector256<byte>.Count)
            {
                Values(Vector256.Create<byte>(noise[i..]), bits, kind, constant).CopyTo(made[i..]);
            }

            made[..Math.Min(made.Length, values.Length - start)].CopyTo(values[start..]);
        }
    }

    private static Vector256<sbyte> Values(Vector256<byte> noise, int bits, int kind, sbyte constant)
    {
        var least = Vector256.Create((sbyte)(-1 << (bits - 1)));
        Vector256<sbyte> uniform = (noise & Vector256.Create((byte)~(-1 << bits))).AsSByte() + least;
        return kind switch
        {
            0 => uniform,
            1 => IfBelow(128, least, ~least),
            2 => IfBelow(224, Vector256<sbyte>.Zero, uniform),
            _ => IfBelow(252, Vector256.Create(constant), uniform),
        };

        Vector256<sbyte> IfBelow(byte limit, Vector256<sbyte> below, Vector256<sbyte> other) =>
            Vector256.ConditionalSelect(Vector256.LessThan(noise, Vector256.Create(limit)).AsSByte(), below, other);
    }
}
