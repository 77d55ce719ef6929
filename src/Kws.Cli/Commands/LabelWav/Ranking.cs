using System.Collections.Immutable;
using Kws.Fast;

namespace Kws.Cli.Commands;

/// <summary>The best labels of a clip, the greatest logit first, with their scores. Used again for every clip.</summary>
internal sealed class Ranking(ImmutableArray<string> labels, int count)
{
    private readonly int[] _order = new int[labels.Length];
    private readonly int[] _logits = new int[labels.Length];
    private readonly float[] _scores = new float[labels.Length];

    /// <summary>The number of labels asked for: at most as many as there are.</summary>
    public int Count { get; } = Math.Min(count, labels.Length);

    public (string Label, float Score, int Logit) this[int rank] => (labels[_order[rank]], _scores[_order[rank]], _logits[_order[rank]]);

    public void Rank(ReadOnlySpan<int> logits)
    {
        logits.CopyTo(_logits);
        Scores.FromLogits(logits, _scores);

        // Insertion: few labels, and of equal logits the first one stays the first.
        for (int i = 0; i < logits.Length; i++)
        {
            int place = i;
            for (; place > 0 && logits[_order[place - 1]] < logits[i]; place--)
            {
                _order[place] = _order[place - 1];
            }

            _order[place] = i;
        }
    }
}
