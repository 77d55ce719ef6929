namespace Kws.Fast;

/// <summary>Scores of labels between 0 and 1: the softmax of scaled logits.</summary>
public static class Scores
{
    /// <summary>
    /// The worth of one step of a logit: the scale with which the scores of the default model are closest to how often it is right.
    /// </summary>
    /// <remarks>
    /// Temperature scaling (Guo et al. 2017): the least cross-entropy on Speech Commands clips, dealt to sets by <c>kws evaluate --salt
    /// kws</c>. The 901 clips of the validation set give 1/150, the 2,258 of the training set 1/91, both together 1/112; this is the power
    /// of two among them.
    /// </remarks>
    public const double DefaultScale = 1.0 / 128;

    /// <summary>score[l] = exp(scale logit[l]) / sum over k of exp(scale logit[k]).</summary>
    /// <param name="logits">The logits of one fingerprint.</param>
    /// <param name="scores">Receives as many scores; their sum is 1.</param>
    /// <param name="scale">The factor before the exponential function, more than 0: the larger, the more certain the scores.</param>
    /// <exception cref="ArgumentException">There is no logit, or another number of scores.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not a positive number.</exception>
    public static void FromLogits(ReadOnlySpan<int> logits, Span<float> scores, double scale = DefaultScale)
    {
        if (logits.IsEmpty || logits.Length != scores.Length)
        {
            throw new ArgumentException(
                logits.IsEmpty ? "no logits, expected one per label" : $"{scores.Length} scores, expected {logits.Length} (one per logit)",
                logits.IsEmpty ? nameof(logits) : nameof(scores));
        }

        if (!double.IsFinite(scale) || scale <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "expected a positive number");
        }

        // The largest logit is taken out first, so that no exponential overflows.
        int greatest = logits[0];
        foreach (int logit in logits)
        {
            greatest = Math.Max(greatest, logit);
        }

        double sum = 0;
        foreach (int logit in logits)
        {
            sum += Math.Exp(scale * ((long)logit - greatest));
        }

        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (float)(Math.Exp(scale * ((long)logits[i] - greatest)) / sum);
        }
    }
}
