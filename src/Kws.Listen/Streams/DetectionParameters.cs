namespace Kws.Listen.Streams;

/// <summary>The numbers of a <see cref="DetectionRule"/>.</summary>
/// <param name="Thresholds">For every label the minimum smoothed score; infinity for those that are no keywords.</param>
/// <param name="SmoothingHops">Hops whose scores are averaged.</param>
/// <param name="SuppressionHops">For every label the hops after its detection without another one, of any label.</param>
internal sealed record DetectionParameters(double[] Thresholds, int SmoothingHops, int[] SuppressionHops)
{
    /// <summary>The hops of a suppression, rounded up.</summary>
    public static int HopsOf(TimeSpan suppression, double hopsPerSecond) =>
        (int)Math.Min(int.MaxValue, Math.Ceiling(suppression.TotalSeconds * hopsPerSecond));
}
