using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>The witnesses that a search has found so far.</summary>
internal sealed class Witnesses(Network network)
{
    private readonly Dictionary<(int Layer, int Channel, bool IsGreatest), Witness> _outputs = [];
    private readonly List<Witness> _all = [];

    public ImmutableArray<Witness> All => [.. _all];

    /// <summary>That of a layer's output.</summary>
    public Witness Output(int layer, int channel, bool isGreatest) => _outputs[(layer, channel, isGreatest)];

    /// <summary>A sum of all products, which is the value of the layer too.</summary>
    public void AddSum(int layer, bool isGreatest, (int, int, int) place, int tap, long value, ImmutableArray<sbyte> fingerprint)
    {
        Add(layer, Quantity.Sum, isGreatest, place, tap, value, fingerprint);
        AddOutput(layer, isGreatest, place, value, fingerprint);
    }

    /// <summary>A value of a layer, and of the floor division behind it.</summary>
    public void AddOutput(
        int layer, bool isGreatest, (int Time, int Frequency, int Channel) place, long value, ImmutableArray<sbyte> fingerprint)
    {
        Add(layer, Quantity.Output, isGreatest, place, -1, value, fingerprint);
        _outputs[(layer, place.Channel, isGreatest)] = _all[^1];
        if (layer + 1 < network.Layers.Length && network.Layers[layer + 1] is RequantizationLayer division)
        {
            AddOutput(layer + 1, isGreatest, place, RequantizationBounds.Of(division, value), fingerprint);
        }
    }

    /// <summary>A value of any quantity.</summary>
    public void Add(
        int layer, Quantity quantity, bool isGreatest, (int Time, int Frequency, int Channel) place, int tap, long value,
        ImmutableArray<sbyte> fingerprint) =>
        _all.Add(new Witness(layer, quantity, isGreatest, place.Time, place.Frequency, place.Channel, tap, value, fingerprint));
}
