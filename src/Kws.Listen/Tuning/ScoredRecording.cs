using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen.Tuning;

/// <summary>The scores of every hop of a recording, and the words spoken in it.</summary>
/// <param name="Scores">For every hop the score of every label.</param>
/// <param name="LabelCount">How many labels there are.</param>
/// <param name="FirstPosition">The samples up to the end of the first hop with scores.</param>
/// <param name="HopLength">The samples from one hop to the next.</param>
/// <param name="Length">The samples of the recording.</param>
/// <param name="Words">The words, in the order of their starts.</param>
internal sealed record ScoredRecording(
    float[] Scores, int LabelCount, long FirstPosition, int HopLength, long Length, ImmutableArray<LabelledWord> Words)
{
    /// <summary>Hops from one report to the next: a tenth of a second of work or less.</summary>
    private const int HopsPerReport = 1024;

    public int HopCount => Scores.Length / LabelCount;

    public ReadOnlySpan<float> ScoresOf(int hop) => Scores.AsSpan(hop * LabelCount, LabelCount);

    /// <summary>The position that a stream reports for a detection in a hop.</summary>
    public long PositionOf(int hop) => FirstPosition + ((long)hop * HopLength);

    /// <summary>Listens to a recording as a <see cref="KeywordStream"/> does.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="samples">The recording, at the rate of the front end.</param>
    /// <param name="words">The words spoken in it, in the order of their starts.</param>
    /// <param name="progress">Receives the samples listened to, now and then.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The input of the model has several channels.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits.</exception>
    public static ScoredRecording Listen(
        KwsClassifier classifier,
        ReadOnlySpan<short> samples,
        ImmutableArray<LabelledWord> words,
        Action<long>? progress = null,
        CancellationToken cancellation = default)
    {
        FingerprintExtractor extractor = Extractors.Of(classifier);
        FrontEnd front = extractor.FrontEnd;
        int labels = classifier.Model.Network.LabelCount;
        int hops = samples.Length < front.ClipLength ? 0 : 1 + ((samples.Length - front.ClipLength) / front.HopLength);
        var recording = new ScoredRecording(
            new float[hops * labels], labels, front.ClipLength, front.HopLength, samples.Length, words);
        var fingerprints = new FingerprintStream(extractor);
        var scores = new HopScores(classifier);
        for (int hop = 0; fingerprints.MoveNext(ref samples); hop++)
        {
            scores.Read(fingerprints.Current, recording.Scores.AsSpan(hop * labels, labels));
            if (hop % HopsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(fingerprints.Position);
            }
        }

        return recording;
    }
}
