using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Stages;

namespace Kws.Fast.Layers;

/// <summary>
/// The weights of a layer that sums over channels, in the order in which a step reads them:
/// <code>
/// for each unit:  bias, bias, then for each chunk:  offset, offset, then for each group of it:  weights, weights
/// </code>
/// (two vectors each, Units says which channels; chunks of groups of unsigned bytes alone have offsets; for values in halves the lower 16
/// bits of the bias, then the rest of it), the ends of the chunks, and the places of the groups, of the windows and of their outputs.
/// </summary>
internal sealed unsafe class PackedSums
{
    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _places;
    private readonly int _positions;
    private readonly int _mostChunks;

    /// <param name="layout">The layer.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="biases">The biases; empty for none.</param>
    /// <param name="vectorBytes">The bytes of a register.</param>
    /// <param name="chunks">The chunks of groups; null if sums are not taken in chunks.</param>
    /// <param name="half">The number that rounding adds.</param>
    /// <param name="outputs">The place of each output.</param>
    /// <param name="starts">The place of each window.</param>
    public PackedSums(
        SumLayout layout, ImmutableArray<int> weights, ImmutableArray<int> biases, int vectorBytes, ByteChunks? chunks,
        long half, int[] outputs, int[] starts)
    {
        bool isWide = layout.Input.Format == ValueFormat.Halves;
        int groups = layout.Groups;
        (Groups, Places, _positions) = (groups, layout.Offsets.Length, starts.Length);
        int unit = vectorBytes / 2;
        UnitCount = Units.Count(layout.Channels, unit);
        _mostChunks = chunks?.MostChunks ?? 0;
        UnitBytes = 2 * vectorBytes * (1 + groups + (isWide ? 1 : 0) + (chunks is { IsSigned: false } ? _mostChunks : 0));
        _weights = new AlignedMemory(UnitCount * UnitBytes);
        _places = new AlignedMemory((Places + (2 * starts.Length) + ((UnitCount + 1) / 2 * _mostChunks)) * sizeof(int));
        new Span<byte>(_weights.Address, UnitCount * UnitBytes).Clear();
        layout.Offsets.CopyTo(new Span<int>(Offsets, Places));
        starts.CopyTo(new Span<int>(Starts, starts.Length));
        outputs.CopyTo(new Span<int>(Outputs, starts.Length));

        int values = layout.GroupValues;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            byte* start = _weights.Address + (channel / unit * (nint)UnitBytes);
            int lane = Units.IndexOf(channel % unit, unit);
            long bias = half + (biases.IsEmpty ? 0 : biases[channel]);
            ReadOnlySpan<int> row = weights.AsSpan()[(channel * layout.ChannelStep)..];
            byte* next = start + (2 * vectorBytes * (isWide ? 2 : 1));
            ImmutableArray<int> ends = chunks?.EndsOf(channel) ?? [groups];
            int group = 0;
            foreach (int end in ends)
            {
                if (chunks is { IsSigned: false })
                {
                    for (int i = 0; i < 2; i++)
                    {
                        short offset = chunks.Offset(row, group, end, i);
                        ((short*)next)[(lane * 2) + i] = offset;
                        bias -= offset;
                    }

                    next += 2 * vectorBytes;
                }

                for (; group < end; group++, next += 2 * vectorBytes)
                {
                    for (int i = 0; i < values; i++)
                    {
                        int index = layout.Weights[(group * values) + i];
                        int weight = index < 0 ? 0 : row[index];
                        bias -= (long)layout.Input.Zero * weight;
                        if (values == 4)
                        {
                            ((sbyte*)next)[(lane * 4) + i] = (sbyte)weight;
                        }
                        else
                        {
                            ((short*)next)[(lane * 2) + i] = (short)weight;
                        }
                    }
                }
            }

            if (chunks is not null)
            {
                ends.CopyTo(new Span<int>(ChunkEnds(channel / unit), _mostChunks));
            }

            ((int*)start)[lane] = isWide ? (ushort)bias : (int)bias;
            if (isWide)
            {
                ((int*)(start + (2 * vectorBytes)))[lane] = (int)(bias >> 16);
            }
        }
    }

    public int Groups { get; }

    /// <summary>The number of places of all groups.</summary>
    public int Places { get; }

    public int UnitCount { get; }

    public int UnitBytes { get; }

    public byte* Weights => _weights.Address;

    public int* Offsets => (int*)_places.Address;

    public int* Starts => Offsets + Places;

    public int* Outputs => Starts + _positions;

    /// <summary>The groups before the end of each chunk of a unit; two units have the same.</summary>
    public int* ChunkEnds(int unit) => Outputs + _positions + (unit / 2 * _mostChunks);
}
