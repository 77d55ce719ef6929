using System.Diagnostics.CodeAnalysis;
using Kws.Fast;
using Kws.Model;

namespace Kws.Audio;

/// <summary>Listens to a stream of sound and reports the keywords in it.</summary>
/// <remarks>
/// <para>
/// The last <see cref="FingerprintOptions.ClipLength"/> samples (0.99 s) are classified every <see cref="FingerprintOptions.HopLength"/>
/// samples (32 ms), each exactly as <see cref="FingerprintExtractor.Extract"/> and <see cref="KwsClassifier"/> would classify them as a
/// clip; a window of sound is transformed only once. The scores (<see cref="Scores.FromLogits"/>) of the last hops are averaged, hops
/// before the start counting as 0. A keyword is detected when its average is the greatest of all labels and reaches the threshold, at most
/// once until it has fallen below the threshold again or another keyword was detected, and not directly after another detection.
/// </para>
/// <para>
/// Detections depend on the samples alone, not on the pieces in which they are pushed. Nothing is allocated after the constructor. One
/// instance is one stream, for one thread at a time; any number of streams may share a classifier and an extractor.
/// </para>
/// </remarks>
[SuppressMessage(
    "Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "A stream of sound is what it is, not one of bytes.")]
public sealed class KeywordStream
{
    private readonly KwsClassifier _classifier;
    private readonly Action<KeywordDetection> _detected;
    private readonly FingerprintStream _fingerprints;
    private readonly DetectionRule _rule;
    private readonly int _sampleRate;
    private readonly int[] _logits;

    /// <summary>Starts a stream.</summary>
    /// <param name="classifier">The classifier; several streams may share it.</param>
    /// <param name="detected">
    /// Receives every detection, on the thread that pushes and before <see cref="Push"/> returns. It must not push to this stream.
    /// </param>
    /// <param name="options">When a keyword is reported; null for the defaults.</param>
    /// <param name="extractor">
    /// The front end that the model was trained with; null for that of the default model. Several streams may share it.
    /// </param>
    /// <exception cref="ArgumentException">The fingerprints of the extractor are not those of the model, or the keywords do not fit its
    /// labels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public KeywordStream(
        KwsClassifier classifier, Action<KeywordDetection> detected, KeywordStreamOptions? options = null, FingerprintExtractor? extractor = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(detected);
        options ??= new KeywordStreamOptions();
        options.Validate();
        extractor ??= new FingerprintExtractor();
        FingerprintOptions front = extractor.Options;
        KwsModel model = classifier.Model;
        var shape = new TensorShape(front.FrameCount, front.CoefficientCount, 1);
        if (shape != model.Network.Input)
        {
            throw new ArgumentException(
                $"the extractor makes fingerprints of {shape}, expected {model.Network.Input} as the model does", nameof(extractor));
        }

        _classifier = classifier;
        _detected = detected;
        _fingerprints = new FingerprintStream(extractor);
        _rule = new DetectionRule(options, options.FindKeywords(model.Labels), (double)front.SampleRate / front.HopLength);
        _sampleRate = front.SampleRate;
        _logits = new int[model.Network.LabelCount];
    }

    /// <summary>Samples taken in since the start or the last <see cref="Reset"/>.</summary>
    public long Position => _fingerprints.Position;

    /// <summary>Takes the next samples of the stream in, and reports the keywords that end in them.</summary>
    /// <param name="samples">Any number of samples, at the sample rate of the extractor.</param>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    /// <remarks>An exception of the receiver passes through; the samples behind that detection are not taken in then.</remarks>
    public void Push(ReadOnlySpan<short> samples)
    {
        while (_fingerprints.MoveNext(ref samples))
        {
            _classifier.Infer(_fingerprints.Current, _logits);
            if (_rule.Add(_logits, out int label, out float score))
            {
                _detected(new KeywordDetection(label, _classifier.Model.Labels[label], score, Position, TimeOf(Position, _sampleRate)));
            }
        }
    }

    /// <summary>Starts anew, as if nothing had been pushed.</summary>
    public void Reset()
    {
        _fingerprints.Reset();
        _rule.Reset();
    }

    internal static TimeSpan TimeOf(long position, int sampleRate)
    {
        (long seconds, long rest) = Math.DivRem(position, sampleRate);
        return new TimeSpan((seconds * TimeSpan.TicksPerSecond) + (rest * TimeSpan.TicksPerSecond / sampleRate));
    }
}
