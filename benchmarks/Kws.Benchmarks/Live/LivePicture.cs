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

    /// <summary>The lower end of the vertical axis: room for names below 0 %.</summary>
    private const double LeastHits = -32;

    private const double NamesAt = -3;

    /// <summary>A model whose time is less than this factor above that of another one stands in its column.</summary>
    private const double ColumnWidth = 1.45;

    private static readonly MarkerShape[] Shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp];

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
            markers.MarkerShape = Shapes[i];
            markers.LegendText = stream;
        }

        // Models of one topology are one column: their names share its foot.
        var column = new List<(string Name, double Time, double[] Hits)>();
        foreach (var point in points.OrderBy(point => point.Time).Append(("", double.PositiveInfinity, [])))
        {
            if (column.Count > 0 && point.Item2 > ColumnWidth * column[^1].Time)
            {
                Text names = plot.Add.Text(
                    string.Join("\n", column.Select(model => model.Name).Order(StringComparer.Ordinal)),
                    column.Average(model => Math.Log10(model.Time)), NamesAt);
                names.LabelFontSize = 14;
                names.LabelAlignment = Alignment.UpperCenter;
                column.Clear();
            }

            column.Add(point);
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Times.Select(Math.Log10)], [.. Times.Select(time => FormattableString.Invariant($"{time}"))]);
        double[] parts = [.. Enumerable.Range(0, 11).Select(i => 10.0 * i)];
        plot.Axes.Left.TickGenerator = new NumericManual(parts, [.. parts.Select(part => FormattableString.Invariant($"{part}"))]);
        plot.XLabel("us per inference, one thread", size: 14);
        plot.YLabel("words detected, %", size: 14);
        plot.Title($"At one false alarm an hour in running speech, {Processor.Current.Name}", size: 16);
        plot.Axes.SetLimits(
            points.Min(point => Math.Log10(point.Time)) - 0.3, points.Max(point => Math.Log10(point.Time)) + 0.3, LeastHits, 102);
        plot.ShowLegend(Alignment.LowerCenter);
        return PlotSvg.Render(plot, Width, Height);
    }
}
