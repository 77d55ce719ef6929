using System.Text.RegularExpressions;
using ScottPlot;

namespace Kws.Benchmarks.Results;

/// <summary>Plots as SVG whose bytes depend on the plot alone.</summary>
internal static partial class PlotSvg
{
    private const string Font = "DejaVu Sans";

    /// <summary>The colours of Okabe and Ito, which people with any kind of colour vision tell apart.</summary>
    public static string[] Colors { get; } = ["#0072B2", "#009E73", "#56B4E9", "#CC79A7", "#E69F00", "#D55E00", "#000000"];

    /// <summary>A plot with the font that <see cref="Render"/> expects.</summary>
    public static Plot Create()
    {
        Fonts.Default = Font;
        return new Plot();
    }

    /// <summary>The picture.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="width">Its width in pixels.</param>
    /// <param name="height">Its height.</param>
    public static string Render(Plot plot, int width, int height)
    {
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;

        // A viewer without this font finds one of the same widths; clip paths are counted through all pictures of a process.
        string svg = plot.GetSvgXml(width, height).ReplaceLineEndings("\n")
            .Replace($"\"{Font}\"", $"\"{Font}, Verdana, sans-serif\"", StringComparison.Ordinal);
        string[] clips = [.. ClipPath().Matches(svg).Select(match => match.Value).Distinct()];
        return ClipPath().Replace(svg, match => $"clip_{Array.IndexOf(clips, match.Value)}");
    }

    [GeneratedRegex("cl_[0-9a-f]+")]
    private static partial Regex ClipPath();
}
