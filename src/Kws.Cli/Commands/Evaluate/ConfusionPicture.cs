using System.Collections.Immutable;
using System.Globalization;
using System.Security;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>
/// A confusion matrix as SVG: in every cell the count and its share of the row, the darker the greater. Written by hand, since libraries
/// that draw need fonts of the machine and native code for each of its kinds.
/// </summary>
internal static class ConfusionPicture
{
    private const int Cell = 96;
    private const int Top = 84;
    private const int Bottom = 44;
    private const int Right = 24;
    private const int FontSize = 15;

    /// <summary>Widths of letters differ with the font; nearly all are narrower than this.</summary>
    private const double LetterWidth = 0.62 * FontSize;

    public static void Write(TextWriter writer, ImmutableArray<string> labels, SplitResult split)
    {
        ConfusionMatrix matrix = split.Matrix;
        int size = labels.Length * Cell;
        int left = 56 + (int)(labels.Max(label => label.Length) * LetterWidth);
        string title = Title(split);
        int width = Math.Max(left + size, (int)(title.Length * LetterWidth)) + Right;
        int height = Top + size + Bottom;
        writer.WriteLine(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\""));
        writer.WriteLine(Invariant($" viewBox=\"0 0 {width} {height}\" font-size=\"{FontSize}\" text-anchor=\"middle\""));
        writer.WriteLine(" font-family=\"DejaVu Sans, Verdana, sans-serif\">");
        writer.WriteLine("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        WriteText(writer, width / 2.0, 30, title, "font-weight=\"bold\"");
        WriteText(writer, left + (size / 2.0), Top + size + 28, "taken for");
        WriteText(writer, 0, 0, "true class", Invariant($"transform=\"translate(24 {Top + (size / 2.0)}) rotate(-90)\""));
        for (int row = 0; row < labels.Length; row++)
        {
            double middle = Top + ((row + 0.5) * Cell);
            WriteText(writer, left - 10, middle + 5, labels[row], "text-anchor=\"end\"");
            WriteText(writer, left + ((row + 0.5) * Cell), Top - 12, Shortened(labels[row]));
            for (int column = 0; column < labels.Length; column++)
            {
                WriteCell(writer, left + (column * Cell), Top + (row * Cell), matrix[row, column], matrix.Recall(row).Total);
            }
        }

        writer.WriteLine("</svg>");
    }

    private static string Title(SplitResult split) => split.Matrix.Accuracy.Value is { } accuracy
        ? $"{split.Name}: {split.Matrix.Count} clips, "
            + Invariant($"accuracy {100 * accuracy:F1} %, balanced {100 * split.Matrix.BalancedAccuracy:F1} %")
        : $"{split.Name}: no clips";

    private static void WriteCell(TextWriter writer, int x, int y, long count, long total)
    {
        double share = total > 0 ? (double)count / total : 0;

        // From white to the blue of Okabe and Ito, which people with any kind of colour vision see.
        (int red, int green, int blue) = ((int)(255 * (1 - share)), (int)(255 - (141 * share)), (int)(255 - (77 * share)));
        string ink = share > 0.5 ? "fill=\"white\"" : "fill=\"black\"";
        string fill = Invariant($"fill=\"rgb({red},{green},{blue})\" stroke=\"#999999\"");
        writer.WriteLine(Invariant($"<rect x=\"{x}\" y=\"{y}\" width=\"{Cell}\" height=\"{Cell}\" {fill}/>"));
        string percent = total > 0 ? Invariant($"{100 * share:F1} %") : "-";
        WriteText(writer, x + (Cell / 2.0), y + (Cell / 2.0) - 2, Invariant($"{count}"), ink);
        WriteText(writer, x + (Cell / 2.0), y + (Cell / 2.0) + 18, percent, ink + " font-size=\"12\"");
    }

    /// <summary>The text that fits above a column.</summary>
    private static string Shortened(string label)
    {
        int fits = (int)(Cell / LetterWidth);
        return label.Length <= fits ? label : $"{label[..(fits - 1)]}…";
    }

    private static void WriteText(TextWriter writer, double x, double y, string text, string attributes = "") =>
        writer.WriteLine(Invariant($"<text x=\"{x}\" y=\"{y}\" {attributes}>{SecurityElement.Escape(text)}</text>"));

    private static string Invariant(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
