using System.Collections.Immutable;
using Kws.Fast;

namespace Kws.Cli.Commands;

/// <summary>The best labels of a clip, the greatest logit first, with their scores. Used again for every clip.</summary>
/// <param name="labels">The names of all labels.</param>
/// <param name="count">The number of labels asked for.</param>
/// <param name="isFloat">True if logits are those of a float network.</param>
internal sealed class Ranking(ImmutableArray<string> labels, int count, bool isFloat = false)
{
    private readonly int[] _order = new int[labels.Length];
    private readonly double[] _logits = new double[labels.Length];
    private readonly float[] _scores = new float[labels.Length];

    /// <summary>The number of labels asked for: at most as many as there are.</summary>
    public int Count { get; } = Math.Min(count, labels.Length);

    /// <summary>The format of a logit: four digits behind the point of a float network, as of scores.</summary>
    public string LogitFormat { get; } = isFloat ? "F4" : "F0";

    /// <summary>The width of a column of logits.</summary>
    public int LogitWidth { get; } = isFloat ? 9 : 6;

    public (string Label, float Score, double Logit) this[int rank] => (labels[_order[rank]], _scores[_order[rank]], _logits[_order[rank]]);

    public void Rank(ReadOnlySpan<int> logits)
    {
        Scores.FromLogits(logits, _scores);
        for (int i = 0; i < logits.Length; i++)
        {
            _logits[i] = logits[i];
        }

        Sort();
    }

    /// <summary>The same of a float network, whose scores are the softmax of the logits.</summary>
    public void Rank(ReadOnlySpan<double> logits)
    {
        logits.CopyTo(_logits);
        double greatest = _logits.Max();
        double sum = _logits.Sum(logit => Math.Exp(logit - greatest));
        for (int i = 0; i < logits.Length; i++)
        {
            _scores[i] = (float)(Math.Exp(_logits[i] - greatest) / sum);
        }

        Sort();
    }

    /// <summary>Insertion: few labels, and of equal logits the first one stays the first.</summary>
    private void Sort()
    {
        for (int i = 0; i < _logits.Length; i++)
        {
            int place = i;
            for (; place > 0 && _logits[_order[place - 1]] < _logits[i]; place--)
            {
                _order[place] = _order[place - 1];
            }

            _order[place] = i;
        }
    }
}
