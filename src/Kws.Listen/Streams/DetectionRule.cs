using Kws.Fast;

namespace Kws.Listen.Streams;

/// <summary>
/// The rule by which hops are detections: the mean score of the last hops leads and reaches the threshold, in the manner of the streaming
/// recognisers of the field.
/// </summary>
/// <param name="options">Valid options.</param>
/// <param name="isKeyword">For every label whether it is a keyword.</param>
/// <param name="hopsPerSecond">How many hops a second has.</param>
internal sealed class DetectionRule(KeywordStreamOptions options, bool[] isKeyword, double hopsPerSecond)
{
    private const int None = -1;

    private readonly int _suppression = (int)Math.Min(int.MaxValue, Math.Ceiling(options.Suppression.TotalSeconds * hopsPerSecond));

    /// <summary>Scores of the last hops, the newest behind; those before the start count as 0.</summary>
    private readonly float[] _scores = new float[options.SmoothingHops * isKeyword.Length];

    /// <summary>Hops to go until another detection is possible.</summary>
    private int _suppressed;

    /// <summary>
    /// The label detected last, for as long as its score stays at the threshold: a word is detected once, however long it lasts.
    /// </summary>
    private int _held = None;

    /// <summary>Takes the logits of the next hop in.</summary>
    /// <returns>Whether this hop is a detection, of the label and with the score given.</returns>
    public bool Add(ReadOnlySpan<int> logits, out int label, out float score)
    {
        _scores.AsSpan(logits.Length).CopyTo(_scores);
        Scores.FromLogits(logits, _scores.AsSpan(_scores.Length - logits.Length), options.ScoreScale);
        _suppressed = Math.Max(0, _suppressed - 1);
        if (_held != None && MeanOf(_held) < options.Threshold)
        {
            _held = None;
        }

        (label, double mean) = Best();
        score = (float)mean;
        if (mean < options.Threshold || !isKeyword[label] || label == _held || _suppressed > 0)
        {
            return false;
        }

        (_held, _suppressed) = (label, _suppression);
        return true;
    }

    public void Reset()
    {
        Array.Clear(_scores);
        (_held, _suppressed) = (None, 0);
    }

    private (int Label, double Mean) Best()
    {
        (int Label, double Mean) best = (0, MeanOf(0));
        for (int label = 1; label < isKeyword.Length; label++)
        {
            double mean = MeanOf(label);
            if (mean > best.Mean)
            {
                best = (label, mean);
            }
        }

        return best;
    }

    private double MeanOf(int label)
    {
        double sum = 0;
        for (int i = label; i < _scores.Length; i += isKeyword.Length)
        {
            sum += _scores[i];
        }

        return sum / options.SmoothingHops;
    }
}
