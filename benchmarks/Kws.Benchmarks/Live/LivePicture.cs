using Kws.Benchmarks.Results;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Kws.Benchmarks.Live;

/// <summary>The use of a larger network: the hits at one false alarm an hour against the time of an inference.</summary>
internal static class LivePicture
{
    private const int Width = 900;
    private const int Height = 560;

    private static readonly double[] Times = [0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100];

    /// <summary>The picture as SVG.</summary>
    /// <param name="streams">The names of the streams of words.</param>
    /// <param name="points">The models: name, microseconds of an inference, and the hits in each stream in %.</param>
    public static string Render(IReadOnlyList<string> streams, IReadOnlyList<(string Name, double Time, double[] Hits)> points)
    {
        using Plot plot = PlotSvg.Create();
        foreach ((int i, string stream) in streams.Index())
        {
            Scatter markers = plot.Add.ScatterPoints(
                points.Select(point => new Coordinates(Math.Log10(point.Time), point.Hits[i])).ToArray(),
                Color.FromHex(PlotSvg.Colors[i]));
            markers.MarkerSize = 10;
            markers.MarkerShape = (MarkerShape)i;
            markers.LegendText = stream;
        }

        // Models of one topology are one column: their names share its foot.
        foreach (IGrouping<double, string> column in points.GroupBy(point => Math.Round(Math.Log10(point.Time), 1), point => point.Name))
        {
            Text names = plot.Add.Text(string.Join("\n", column), column.Key, 0);
            names.LabelFontSize = 14;
            names.LabelAlignment = Alignment.LowerCenter;
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Times.Select(Math.Log10)], [.. Times.Select(time => FormattableString.Invariant($"{time}"))]);
        plot.XLabel("us per inference, one thread", size: 14);
        plot.YLabel("words detected at one false alarm an hour in running speech, %", size: 14);
        plot.Title($"What a larger network buys, {Processor.Current.Name}", size: 16);
        plot.Axes.SetLimits(
            points.Min(point => Math.Log10(point.Time)) - 0.3, points.Max(point => Math.Log10(point.Time)) + 0.3, 0, 102);
        plot.ShowLegend(Alignment.UpperLeft);
        return PlotSvg.Render(plot, Width, Height);
    }
}
