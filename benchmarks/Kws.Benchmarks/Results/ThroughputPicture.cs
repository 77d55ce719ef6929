using Kws.Benchmarks.Contenders;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Kws.Benchmarks.Results;

/// <summary>Fingerprints per second against the size of the batch, both axes logarithmic.</summary>
internal static class ThroughputPicture
{
    private const int Width = 900;
    private const int Height = 560;

    /// <summary>The distance that two names keep, in powers of ten of the vertical axis.</summary>
    private const double NameDistance = 0.1;

    /// <summary>Room for the names, in powers of two of the horizontal axis.</summary>
    private const double NameRoom = 4.2;

    /// <summary>Room above and below, in powers of ten.</summary>
    private const double Margin = 0.15;

    /// <summary>The title of the vertical axis.</summary>
    private static readonly double[] Rates =
        [.. Enumerable.Range(0, 10).SelectMany(power => new[] { 1, 2, 5 }.Select(digit => digit * Math.Pow(10, power)))];

    /// <summary>The picture as SVG; the same results give the same bytes.</summary>
    public static string Render(BenchmarkResults results)
    {
        using Plot plot = PlotSvg.Create();
        string[] contenders = [.. results.Contenders];
        var lines = contenders.Select(
            (contender, i) =>
                Add(plot, contender, results.Sweep(contender), Color.FromHex(PlotSvg.Colors[i % PlotSvg.Colors.Length]))).ToList();
        AddNames(plot, contenders, lines);
        SetAxes(plot, results, lines);
        plot.Title($"One thread, {results.Environment.Processor}", size: 16);
        return PlotSvg.Render(plot, Width, Height);
    }

    private static Scatter Add(Plot plot, string contender, IEnumerable<Result> sweep, Color color)
    {
        Coordinates[] points = [.. sweep.Select(result => new Coordinates(Math.Log2(result.Batch), Math.Log10(1e9 / result.Nanoseconds)))];
        Scatter line = plot.Add.Scatter(points, color);
        line.LineWidth = 2;
        line.MarkerSize = 7;
        if (!ContenderNames.IsKernel(contender))
        {
            line.MarkerShape = MarkerShape.FilledSquare;
            line.LineWidth = 1;
        }

        return line;
    }

    /// <summary>Names stand behind the lines' ends, moved up where they would cover each other.</summary>
    private static void AddNames(Plot plot, string[] contenders, List<Scatter> lines)
    {
        double free = double.NegativeInfinity;
        foreach ((string contender, Scatter line) in contenders.Zip(lines).OrderBy(pair => pair.Second.Data.GetScatterPoints()[^1].Y))
        {
            Coordinates end = line.Data.GetScatterPoints()[^1];
            double height = Math.Max(end.Y, free);
            free = height + NameDistance;
            Text name = plot.Add.Text(ContenderNames.Plain(contender), end.X + 0.25, height);
            name.LabelFontColor = line.Color;
            name.LabelFontSize = 14;
            name.LabelBold = true;
            name.LabelAlignment = Alignment.MiddleLeft;
        }
    }

    private static void SetAxes(Plot plot, BenchmarkResults results, List<Scatter> lines)
    {
        int[] batches = [.. results.Sweep(ContenderList.OnnxRuntime).Select(result => result.Batch)];
        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. batches.Select(batch => Math.Log2(batch))], [.. batches.Select(Numbers.Whole)]);
        plot.XLabel("fingerprints given to one call", size: 14);

        Coordinates[] points = [.. lines.SelectMany(line => line.Data.GetScatterPoints())];
        double least = points.Min(point => point.Y) - Margin;
        double greatest = points.Max(point => point.Y) + Margin;
        double[] rates = [.. Rates.Where(rate => Math.Log10(rate) >= least && Math.Log10(rate) <= greatest)];
        plot.Axes.Left.TickGenerator = new NumericManual([.. rates.Select(Math.Log10)], [.. rates.Select(Numbers.Rate)]);
        plot.YLabel("fingerprints per second", size: 14);

        plot.Axes.SetLimits(-0.3, Math.Log2(batches[^1]) + NameRoom, least, greatest);
    }
}
