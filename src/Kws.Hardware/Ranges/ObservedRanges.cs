using System.Collections.Immutable;

namespace Kws.Hardware.Ranges;

/// <summary>The values that some fingerprints gave in one layer.</summary>
/// <param name="Ranges">
/// Least and greatest values. <see cref="ChannelRanges.Output"/> is that of all fingerprints looked at; operands, products and sums are
/// those of the sample.
/// </param>
/// <param name="Products">How often each product occurred in the sample; null where the layer does not multiply.</param>
/// <param name="Sums">How often each sum occurred, partial ones included; null likewise.</param>
/// <param name="Outputs">How often each value occurred.</param>
public sealed record ObservedLayer(LayerRanges Ranges, Histogram? Products, Histogram? Sums, Histogram Outputs);

/// <summary>The values that some fingerprints gave.</summary>
/// <param name="Count">How many fingerprints.</param>
/// <param name="LayerCount">How many of them the layers' values are of: all with the default topology, else the sample.</param>
/// <param name="SampleCount">How many of them are in the sample of which every product and sum was looked at.</param>
/// <param name="Seconds">How long it took to find least and greatest values of all fingerprints, on all threads.</param>
/// <param name="Layers">The topology's layers in their order.</param>
public sealed record ObservedRanges(long Count, long LayerCount, int SampleCount, double Seconds, ImmutableArray<ObservedLayer> Layers);
