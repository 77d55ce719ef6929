using Kws.Fast;

namespace Kws.Listen.Streams;

/// <summary>The scores of the hops of live sound. Those of a fingerprint of steady sound are 0.</summary>
/// <param name="classifier">The classifier.</param>
/// <param name="scale">The worth of one step of a logit.</param>
internal sealed class HopScores(KwsClassifier classifier, double scale = Scores.DefaultScale)
{
    private readonly SteadySound _steadySound = new(classifier.Model.FrontEnd);
    private readonly int[] _logits = new int[classifier.Model.Network.LabelCount];

    /// <summary>The logits of the last fingerprint.</summary>
    public ReadOnlySpan<int> Logits => _logits;

    /// <summary>Classifies a fingerprint.</summary>
    /// <param name="fingerprint">The fingerprint of a hop.</param>
    /// <param name="scores">Receives the score of every label.</param>
    public void Read(ReadOnlySpan<sbyte> fingerprint, Span<float> scores)
    {
        classifier.Infer(fingerprint, _logits);
        if (_steadySound.Is(fingerprint))
        {
            scores.Clear();
            return;
        }

        Scores.FromLogits(_logits, scores, scale);
    }
}
