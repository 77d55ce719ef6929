using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Analysis;

/// <summary>Random fingerprints and models, from plain noise to the extremes that reach the bounds of every sum.</summary>
internal static class RandomCases
{
    private const int Kinds = 4;

    /// <summary>Fills fingerprints; neighbours are of different kinds.</summary>
    public static void Fill(Span<sbyte> fingerprints, int length, ref RandomStream random)
    {
        for (int i = 0; i < fingerprints.Length / length; i++)
        {
            FillOne(fingerprints.Slice(i * length, length), i % Kinds, ref random);
        }
    }

    /// <summary>A model of a topology; which kind is told by the number, which also seeds it.</summary>
    public static (DsCnnModel Model, string Kind) Model(DsCnnTopology topology, int number, int seed)
    {
        var random = new RandomStream((ulong)seed, ulong.MaxValue - (ulong)number);
        var tensors = new List<ImmutableArray<int>>();
        foreach (TensorSpec spec in topology.Tensors)
        {
            var values = new sbyte[spec.Count];
            FillOne(values, number % Kinds, ref random);
            bool isBias = spec.MinValue != DsCnnModel.MinWeight;
            tensors.Add(ImmutableCollectionsMarshal.AsImmutableArray(Array.ConvertAll(values, value => isBias ? value << 25 : value)));
        }

        return (new DsCnnModel(topology, tensors), KindName(number % Kinds));
    }

    private static string KindName(int kind) => kind switch
    {
        0 => "uniform",
        1 => "only -32 and 31",
        2 => "mostly zero",
        _ => "constant",
    };

    private static void FillOne(Span<sbyte> values, int kind, ref RandomStream random)
    {
        Span<ulong> words = stackalloc ulong[8];
        sbyte constant = (sbyte)(random.Next(2) == 0 ? DsCnnModel.MinWeight : DsCnnModel.MaxWeight);
        for (int start = 0; start < values.Length; start += 64)
        {
            foreach (ref ulong word in words)
            {
                word = random.Next();
            }

            ReadOnlySpan<byte> noise = MemoryMarshal.AsBytes(words);
            Span<sbyte> part = values.Slice(start, Math.Min(64, values.Length - start));
            for (int i = 0; i < part.Length; i++)
            {
                int value = (noise[i] & 63) + DsCnnModel.MinWeight;
                part[i] = (sbyte)(kind switch
                {
                    0 => value,
                    1 => noise[i] < 128 ? DsCnnModel.MinWeight : DsCnnModel.MaxWeight,
                    2 => noise[i] < 224 ? 0 : value,
                    _ => noise[i] < 252 ? constant : value,
                });
            }
        }
    }
}
