using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// The weights of a layer that sums over channels, in the order in which a step reads them:
/// <code>
/// for each unit:  bias, bias, then for each group:  weights, weights      (two vectors each, Units says which channels)
/// </code>
/// and the places of the groups, of the windows and of their outputs.
/// </summary>
internal sealed unsafe class PackedSums
{
    private readonly AlignedMemory _weights;
    private readonly AlignedMemory _places;
    private readonly int _positions;

    /// <param name="layout">The layer.</param>
    /// <param name="model">The values.</param>
    /// <param name="layer">The layer as data.</param>
    /// <param name="vectorBytes">The bytes of a register.</param>
    /// <param name="groups">The number of groups, some of them without weights.</param>
    /// <param name="half">The number that rounding adds.</param>
    /// <param name="outputs">The place of each output.</param>
    /// <param name="starts">The place of each window.</param>
    public PackedSums(
        SumLayout layout, KwsModel model, AccumulatingLayer layer, int vectorBytes, int groups, long half, int[] outputs, int[] starts)
    {
        (Groups, _positions) = (groups, starts.Length);
        int unit = vectorBytes / 2;
        UnitCount = Units.Count(layout.Channels, unit);
        UnitBytes = 2 * vectorBytes * (1 + groups);
        _weights = new AlignedMemory(UnitCount * UnitBytes);
        _places = new AlignedMemory((groups + (2 * starts.Length)) * sizeof(int));
        new Span<byte>(_weights.Address, UnitCount * UnitBytes).Clear();
        new Span<int>(_places.Address, groups).Clear();
        layout.Offsets.CopyTo(new Span<int>(Offsets, groups));
        starts.CopyTo(new Span<int>(Starts, starts.Length));
        outputs.CopyTo(new Span<int>(Outputs, starts.Length));

        ImmutableArray<int> weights = model[layer.Weights];
        ImmutableArray<int> biases = layer.Biases is { } spec ? model[spec] : [];
        int perChannel = layer.WeightsPerChannel;
        int values = layout.GroupValues;
        for (int channel = 0; channel < layout.Channels; channel++)
        {
            byte* start = _weights.Address + (channel / unit * (nint)UnitBytes);
            int lane = Units.IndexOf(channel % unit, unit);
            long bias = half + (biases.IsEmpty ? 0 : biases[channel]);
            for (int i = 0; i < layout.Weights.Length; i++)
            {
                if (layout.Weights[i] < 0)
                {
                    continue;
                }

                int weight = weights[(channel * perChannel) + layout.Weights[i]];
                bias -= (long)layout.Input.Zero * weight;
                if (values == 4)
                {
                    ((sbyte*)start)[(((i / 4) + 1) * (nint)unit * 4) + (lane * 4) + (i % 4)] = (sbyte)weight;
                }
                else
                {
                    ((short*)start)[(((i / 2) + 1) * (nint)unit * 2) + (lane * 2) + (i % 2)] = (short)weight;
                }
            }

            ((int*)start)[lane] = (int)bias;
        }
    }

    public int Groups { get; }

    public int UnitCount { get; }

    public int UnitBytes { get; }

    public byte* Weights => _weights.Address;

    public int* Offsets => (int*)_places.Address;

    public int* Starts => Offsets + Groups;

    public int* Outputs => Starts + _positions;
}
