using System.Globalization;
using System.Net;

namespace Kws.Cli.Output;

/// <summary>Curves as an SVG element of a page, in the colours of the page.</summary>
/// <param name="horizontal">The axis of x.</param>
/// <param name="vertical">The axis of y.</param>
internal sealed class CurvePicture(PictureAxis horizontal, PictureAxis vertical)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 16;
    private const int Bottom = 52;

    /// <summary>Writes it.</summary>
    /// <param name="writer">Receives the element.</param>
    /// <param name="curves">The curves, which get the colours of the page in turn.</param>
    public void Write(TextWriter writer, params IEnumerable<Curve> curves)
    {
        string name = WebUtility.HtmlEncode($"{vertical.Title} against {horizontal.Title}");
        writer.WriteLine(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{name}\">"));
        WriteAxes(writer);
        foreach ((int index, Curve curve) in curves.Index())
        {
            string line = string.Join(' ', curve.Points.Select(point => Invariant($"{X(point.X):F1},{Y(point.Y):F1}")));
            writer.WriteLine(Invariant($"<polyline class=\"curve {HtmlPage.ColourOf(index)}\" points=\"{line}\"/>"));
            foreach (CurvePoint point in curve.Points)
            {
                WriteCircle(writer, $"point {HtmlPage.ColourOf(index)}", 2, point);
            }

            if (curve.Chosen is { } chosen)
            {
                WriteCircle(writer, $"chosen {HtmlPage.ColourOf(index)}", 6, chosen);
            }
        }

        writer.WriteLine("</svg>");
    }

    private double X(double x) => Left + ((Width - Left - Right) * horizontal.Place(x));

    private double Y(double y) => Height - Bottom - ((Height - Top - Bottom) * vertical.Place(y));

    private void WriteAxes(TextWriter writer)
    {
        foreach (double tick in vertical.Ticks)
        {
            writer.WriteLine(Invariant(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):F1}\" y2=\"{Y(tick):F1}\"/>"));
            writer.WriteLine(Invariant(
                $"<text x=\"{Left - 8}\" y=\"{Y(tick) + 4:F1}\" text-anchor=\"end\">{vertical.TextOf(tick)}</text>"));
        }

        foreach (double tick in horizontal.Ticks)
        {
            writer.WriteLine(Invariant(
                $"<line class=\"grid\" x1=\"{X(tick):F1}\" x2=\"{X(tick):F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/>"));
            writer.WriteLine(Invariant(
                $"<text x=\"{X(tick):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{horizontal.TextOf(tick)}</text>"));
        }

        writer.WriteLine(Invariant(
            $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{horizontal.Title}</text>"));
        writer.WriteLine(Invariant(
            $"<text transform=\"translate(16 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{vertical.Title}</text>"));
    }

    private void WriteCircle(TextWriter writer, string kind, int radius, CurvePoint point) =>
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"<circle class=\"{kind}\" r=\"{radius}\" cx=\"{X(point.X):F1}\" cy=\"{Y(point.Y):F1}\">"
            + $"<title>{WebUtility.HtmlEncode(point.Text)}</title></circle>"));

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
