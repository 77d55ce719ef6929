using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>The limits of a random network.</summary>
/// <param name="MostChannels">The most output channels of a layer.</param>
internal sealed record RandomNetworkSizes(int MostChannels)
{
    private const int FewProducts = 1 << 16;

    /// <summary>That of a fully connected layer whose products would exceed 32 bits if all were positive.</summary>
    private const int ManyProducts = 1 << 19;

    /// <summary>The most layers that are chosen by kind; requantisations come on top of them.</summary>
    public int MostLayers { get; init; } = 6;

    /// <summary>The most labels.</summary>
    public int MostLabels { get; init; } = MostChannels;

    /// <summary>The most products of a layer. A layer of more is a pool instead.</summary>
    public int MostProducts { get; init; } = FewProducts;

    /// <summary>True for one sum over an input of many channels.</summary>
    public bool IsDeep { get; init; }

    /// <summary>True for values that mostly exceed 16 bits.</summary>
    public bool IsWide { get; init; }

    /// <summary>Any sizes, large ones rarely: the reference computes every network on many fingerprints.</summary>
    public static RandomNetworkSizes Any(RandomNumbers random)
    {
        if (random.Chance(64))
        {
            return new RandomNetworkSizes(3) { MostLayers = 1, MostProducts = ManyProducts, IsDeep = true };
        }

        int channels = random.Below(6) switch { 0 => 70, 1 => 33, 2 => 17, _ => 5 };
        return new RandomNetworkSizes(channels)
        {
            MostLayers = random.Chance(4) ? 12 : 6,
            MostLabels = random.Chance(16) ? Window.MaxDimension : 40,
            IsWide = random.Chance(5),
        };
    }

    /// <summary>The shape of a fingerprint.</summary>
    public TensorShape Input(RandomNumbers random) => IsDeep
        ? new TensorShape(30, 10, random.From(460, 512))
        : new TensorShape(random.From(1, 9), random.From(1, 7), random.Below(8) switch { 0 => random.From(2, 40), 1 => 2, _ => 1 });

    /// <summary>The products, or additions of a pool, of a layer.</summary>
    public static long Products(Layer layer) => (long)layer.Output.Count * layer switch
    {
        AccumulatingLayer sums => sums.WeightsPerChannel,
        IWindowedLayer pool => pool.Window.Taps,
        _ => 1,
    };
}
