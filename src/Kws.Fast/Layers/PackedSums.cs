using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Stages;

namespace Kws.Fast.Layers;

/// <summary>
/// The weights of a layer that sums over channels, in the order in which a step reads them:
/// <code>
/// for each unit:  bias, bias, for chunks:  offset, offset, then for each group:  weights, weights
/// </code>
/// (two vectors each, Units says which channels; chunks of groups of bytes alone have offsets; for values in halves the lower 16 bits of
/// the bias, then the rest of it), and the places of the groups, of the windows and of their outputs.
/// </summary>
internal sealed unsafe class PackedSums
{
    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _places;
    private readonly int _positions;

    /// <param name="layout">The layer.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="biases">The biases; empty for none.</param>
    /// <param name="vectorBytes">The bytes of a register.</param>
    /// <param name="groups">The number of groups, some of them without weights.</param>
    /// <param name="chunks">The chunks of groups.</param>
    /// <param name="half">The number that rounding adds.</param>
    /// <param name="outputs">The place of each output.</param>
    /// <param name="starts">The place of each window.</param>
    public PackedSums(
        SumLayout layout, ImmutableArray<int> weights, ImmutableArray<int> biases, int vectorBytes, int groups, ByteChunks chunks,
        long half, int[] outputs, int[] starts)
    {
        bool isWide = layout.Input.Format == ValueFormat.Halves;
        (Groups, Places, _positions) = (groups, groups * layout.PlacesPerGroup, starts.Length);
        int unit = vectorBytes / 2;
        UnitCount = Units.Count(layout.Channels, unit);
        OffsetBytes = chunks.Groups > 0 || isWide ? 2 * vectorBytes : 0;
        UnitBytes = (2 * vectorBytes * (1 + groups)) + OffsetBytes;
        _weights = new AlignedMemory(UnitCount * UnitBytes);
        _places = new AlignedMemory((Places + (2 * starts.Length)) * sizeof(int));
        new Span<byte>(_weights.Address, UnitCount * UnitBytes).Clear();
        new Span<int>(_places.Address, Places).Clear();
        layout.Offsets.CopyTo(new Span<int>(Offsets, Places));
        starts.CopyTo(new Span<int>(Starts, starts.Length));
        outputs.CopyTo(new Span<int>(Outputs, starts.Length));

        int values = layout.GroupValues;
        LaneSums? lanes = chunks.Groups > 0 ? new LaneSums(layout) : null;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            byte* start = _weights.Address + (channel / unit * (nint)UnitBytes);
            int lane = Units.IndexOf(channel % unit, unit);
            long bias = half + (biases.IsEmpty ? 0 : biases[channel]);
            ReadOnlySpan<int> row = weights.AsSpan()[(channel * layout.ChannelStep)..];
            byte* groupsStart = start + (2 * vectorBytes) + OffsetBytes;
            for (int i = 0; i < groups * values; i++)
            {
                int index = i < layout.Weights.Length ? layout.Weights[i] : -1;
                int weight = index < 0 ? 0 : row[index];
                bias -= (long)layout.Input.Zero * weight;
                if (values == 4)
                {
                    ((sbyte*)groupsStart)[(i / 4 * (nint)unit * 4) + (lane * 4) + (i % 4)] = (sbyte)weight;
                }
                else
                {
                    ((short*)groupsStart)[(i / 2 * (nint)unit * 2) + (lane * 2) + (i % 2)] = (short)weight;
                }
            }

            lanes?.Read(row);
            for (int i = 0; i < (lanes is null ? 0 : 2); i++)
            {
                short offset = chunks.Offset(lanes!, i);
                ((short*)(start + (2 * vectorBytes)))[(lane * 2) + i] = offset;
                bias -= (long)offset * (groups / chunks.Groups);
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

    /// <summary>The bytes between the bias of a unit and its weights.</summary>
    public int OffsetBytes { get; }

    public byte* Weights => _weights.Address;

    public int* Offsets => (int*)_places.Address;

    public int* Starts => Offsets + Places;

    public int* Outputs => Starts + _positions;
}
