using System.Net;

namespace Kws.Cli.Output;

/// <summary>The frame of a page that needs nothing else: light or dark as its reader wants it, wide or narrow.</summary>
internal static class HtmlPage
{
    private const int Colours = 6;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ddd;
          --c0: #0072b2; --c1: #d55e00; --c2: #009e73; --c3: #cc79a7; --c4: #8a6d00; --c5: #555 }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #ddd; --paper: #16181c; --line: #3a3d44;
            --c0: #56b4e9; --c1: #e69f00; --c2: #2fc495; --c3: #e6a1c8; --c4: #f0e442; --c5: #aaa }
        }
        body { font: 15px/1.5 sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em; color: var(--ink); background: var(--paper) }
        table { border-collapse: collapse; margin: 1em 0; display: block; overflow-x: auto }
        th, td { padding: 0.25em 0.6em; border-bottom: 1px solid var(--line); text-align: left }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
        .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28em), 1fr)); gap: 1em }
        figure { margin: 1em 0; max-width: 45em }
        svg { width: 100%; height: auto; font: 14px sans-serif; fill: var(--ink) }
        @media (max-width: 36em) { svg { font-size: 18px } }
        .grid { stroke: var(--line) }
        .c0 { --own: var(--c0) } .c1 { --own: var(--c1) } .c2 { --own: var(--c2) }
        .c3 { --own: var(--c3) } .c4 { --own: var(--c4) } .c5 { --own: var(--c5) }
        .curve { fill: none; stroke: var(--own); stroke-width: 2 }
        .point { fill: var(--own) }
        .chosen { fill: var(--paper); stroke: var(--own); stroke-width: 3 }
        .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.3em 1.5em }
        .legend li::before { content: ""; display: inline-block; width: 1.5em; height: 0.3em; margin-right: 0.5em; vertical-align: middle;
          background: var(--own) }
        """;

    /// <summary>
    /// The class that has the colour of a curve: there are six in turn, which people with any kind of colour vision tell apart.
    /// </summary>
    /// <param name="curve">The index of the curve.</param>
    public static string ColourOf(int curve) => $"c{curve % Colours}";

    /// <summary>Writes a page.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="title">Its title, which is its heading too.</param>
    /// <param name="writeBody">Writes what follows the heading.</param>
    public static void Write(TextWriter writer, string title, Action writeBody)
    {
        writer.WriteLine("<!DOCTYPE html>");
        writer.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"/>");
        writer.WriteLine("<meta name=\"viewport\" content=\"width=device-width\"/>");
        writer.WriteLine($"<title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head><body>");
        HtmlText.WriteText(writer, "h1", title);
        writeBody();
        writer.WriteLine("</body></html>");
    }
}
