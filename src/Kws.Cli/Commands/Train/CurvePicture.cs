using System.Globalization;

namespace Kws.Cli.Commands;

/// <summary>A curve as an SVG element of a page, in the colours of the page.</summary>
internal static class CurvePicture
{
    private const int Width = 640;
    private const int Height = 240;
    private const int Left = 64;
    private const int Right = 16;
    private const int Top = 12;
    private const int Bottom = 34;
    private const int Ticks = 5;

    /// <summary>Writes it.</summary>
    /// <param name="writer">Receives the element.</param>
    /// <param name="name">The name of the value, for those who cannot see it.</param>
    /// <param name="points">The points, in the order of their x.</param>
    /// <param name="unit">The unit of y.</param>
    public static void Write(TextWriter writer, string name, IReadOnlyList<(double X, double Y)> points, string unit)
    {
        double right = points[^1].X;
        (double low, double high, double step) = Scale(points.Min(point => point.Y), points.Max(point => point.Y));
        double X(double x) => Left + ((Width - Left - Right) * x / right);
        double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * (y - low) / (high - low));

        writer.WriteLine(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{name}\">"));
        for (double y = low; y < high + (step / 2); y += step)
        {
            writer.WriteLine(Invariant(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(y):F1}\" y2=\"{Y(y):F1}\"/>"));
            string text = Math.Round(y, 6).ToString(CultureInfo.InvariantCulture);
            writer.WriteLine(Invariant($"<text x=\"{Left - 8}\" y=\"{Y(y) + 4:F1}\" text-anchor=\"end\">{text}{unit}</text>"));
        }

        for (int i = 0; i <= Ticks; i++)
        {
            double x = right * i / Ticks;
            string anchor = i == Ticks ? "end" : "middle";
            writer.WriteLine(Invariant($"<text x=\"{X(x):F1}\" y=\"{Height - 12}\" text-anchor=\"{anchor}\">{x:N0}</text>"));
        }

        string line = string.Join(' ', points.Select(point => Invariant($"{X(point.X):F1},{Y(point.Y):F1}")));
        writer.WriteLine($"<polyline class=\"curve\" points=\"{line}\"/>");
        foreach ((double x, double y) in points)
        {
            writer.Write(Invariant($"<circle class=\"point\" r=\"2.5\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\">"));
            writer.WriteLine(Invariant($"<title>step {x:N0}: {y:0.####}{unit}</title></circle>"));
        }

        writer.WriteLine("</svg>");
    }

    /// <summary>Round numbers around a range: 1, 2 or 5 times a power of ten apart.</summary>
    private static (double Low, double High, double Step) Scale(double least, double greatest)
    {
        double range = Math.Max(greatest - least, 1e-3);
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / Ticks)));
        double step = power * ((double[])[1, 2, 5, 10]).First(factor => range / (factor * power) <= Ticks);
        double low = step * Math.Floor(least / step);
        return (low, Math.Max(step * Math.Ceiling(greatest / step), low + step), step);
    }

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
