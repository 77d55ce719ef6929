using Kws.Hardware.Ranges;
using Kws.Model;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Kws.Cli.Commands;

/// <summary>The histogram of a layer's observed values, with its proven bounds drawn in.</summary>
internal static class RangesPlot
{
    private const int Bars = 160;

    public static string Svg(LayerRanges proven, ObservedLayer? observed)
    {
        ValueRange bounds = proven[Quantity.Output]!.Value;
        var model =
            new PlotModel { Title = proven.Layer.Name, Background = OxyColors.White, DefaultFont = "DejaVu Sans, Verdana, sans-serif" };
        double margin = Math.Max(1, 0.03 * (bounds.Greatest - bounds.Least));
        model.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = "value",
            Minimum = bounds.Least - margin,
            Maximum = bounds.Greatest + margin,
            StringFormat = "0",
        });

        // A few values far out are what bits are spent on: a linear axis would hide them.
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Title = "count",
            Minimum = 0.5,
            Base = 10,

            // Digits are twice as wide as the library takes them for.
            AxisTitleDistance = 28,
        });
        if (observed is not null)
        {
            model.Series.Add(Counts(bounds, observed.Outputs));
        }

        AddBound(model, bounds.Least, "least");
        AddBound(model, bounds.Greatest, "greatest");

        // Not every viewer knows text that hangs from its position.
        return new SvgExporter { Width = 720, Height = 300, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
    }

    private static RectangleBarSeries Counts(ValueRange bounds, Histogram histogram)
    {
        long width = Math.Max(histogram.Width, ((bounds.Greatest - bounds.Least) / Bars) + 1);
        var bars = new RectangleBarSeries { FillColor = OxyColor.FromRgb(0, 114, 178), StrokeThickness = 0 };
        foreach (IGrouping<long, (long Least, long Count)> bar in histogram.Bins.GroupBy(bin => (bin.Least - bounds.Least) / width))
        {
            double left = bounds.Least + (bar.Key * width);
            bars.Items.Add(new RectangleBarItem(left, 0.5, left + width, bar.Sum(bin => bin.Count)));
        }

        return bars;
    }

    private static void AddBound(PlotModel model, long value, string name) => model.Annotations.Add(new LineAnnotation
    {
        Type = LineAnnotationType.Vertical,
        X = value,
        Text = FormattableString.Invariant($"{name} {value}"),
        Color = OxyColor.FromRgb(213, 94, 0),
        StrokeThickness = 2,
    });
}
