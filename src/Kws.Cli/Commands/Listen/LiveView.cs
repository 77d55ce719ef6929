using System.Collections.Immutable;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>The level of live sound and the scores of its keywords, on one line of a terminal that changes in its place.</summary>
/// <param name="labels">The labels of the model.</param>
/// <param name="context">The terminal.</param>
internal sealed class LiveView(ImmutableArray<string> labels, CliContext context)
{
    /// <summary>Eight pictures a second with hops of 32 ms.</summary>
    private const int HopsPerPicture = 4;

    private const int BarWidth = 10;

    private readonly ProgressLine _line = new(context);
    private readonly bool _isShown = context.OutIsTerminal && context.ErrorIsTerminal;
    private int _hops;
    private int _peak;

    /// <summary>Takes the samples of the next hops in.</summary>
    public void Push(ReadOnlySpan<short> samples)
    {
        if (!_isShown)
        {
            return;
        }

        foreach (short sample in samples)
        {
            _peak = Math.Max(_peak, Math.Abs((int)sample));
        }
    }

    /// <summary>Shows a hop.</summary>
    public void Show(in KeywordHop hop)
    {
        if (!_isShown || ++_hops % HopsPerPicture != 0)
        {
            return;
        }

        var text = new List<string> { LevelMeter.Text(LevelMeter.Decibels(_peak)) };
        for (int label = 0; label < labels.Length; label++)
        {
            if (!labels[label].StartsWith('_'))
            {
                int filled = (int)Math.Round(BarWidth * Math.Clamp(hop.Scores[label], 0, 1));
                text.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{labels[label]} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {hop.Scores[label]:F2}"));
            }
        }

        _peak = 0;
        _line.Write(string.Join("  ", text));
    }

    /// <summary>Takes the line off the terminal, before another one is printed.</summary>
    public void Clear() => _line.Clear();
}
