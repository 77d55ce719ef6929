using System.Globalization;
using System.Net;

namespace Kws.Cli.Commands;

/// <summary>Curves of words as an SVG element of a page, in the colours of the page.</summary>
/// <param name="horizontal">The axis of x.</param>
/// <param name="vertical">The axis of y.</param>
internal sealed class TradeOffPicture(PictureAxis horizontal, PictureAxis vertical)
{
    /// <summary>The colours of the page's style: the words take turns.</summary>
    public const int Colours = 6;

    private const int Width = 640;
    private const int Height = 360;
    private const int Left = 70;
    private const int Right = 20;
    private const int Top = 16;
    private const int Bottom = 52;

    /// <summary>A word's curve.</summary>
    /// <param name="Points">The points, with the text that each shows.</param>
    /// <param name="Chosen">The point that the rule has.</param>
    internal sealed record Curve(IReadOnlyList<(double X, double Y, string Text)> Points, (double X, double Y, string Text) Chosen);

    public void Write(TextWriter writer, IEnumerable<Curve> curves)
    {
        string name = WebUtility.HtmlEncode($"{vertical.Title} against {horizontal.Title}");
        writer.WriteLine(Invariant($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{name}\">"));
        WriteAxes(writer);
        foreach ((int index, Curve curve) in curves.Index())
        {
            string line = string.Join(' ', curve.Points.Select(point => Invariant($"{X(point.X):F1},{Y(point.Y):F1}")));
            writer.WriteLine(Invariant($"<polyline class=\"curve word{index % Colours}\" points=\"{line}\"/>"));
            foreach ((double x, double y, string text) in curve.Points)
            {
                WriteCircle(writer, $"point word{index % Colours}", 2, x, y, text);
            }

            WriteCircle(writer, $"chosen word{index % Colours}", 6, curve.Chosen.X, curve.Chosen.Y, curve.Chosen.Text);
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

    private void WriteCircle(TextWriter writer, string kind, int radius, double x, double y, string text) =>
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"<circle class=\"{kind}\" r=\"{radius}\" cx=\"{X(x):F1}\" cy=\"{Y(y):F1}\"><title>{WebUtility.HtmlEncode(text)}</title>"
            + $"</circle>"));

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
