using System.Diagnostics.CodeAnalysis;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Streams;
using Kws.Model;

namespace Kws.Listen;

/// <summary>Listens to a stream of sound and reports the keywords in it.</summary>
/// <remarks>
/// <para>
/// The last <see cref="FrontEnd.ClipLength"/> samples (0.99 s) are classified every <see cref="FrontEnd.HopLength"/>
/// samples (32 ms), each exactly as <see cref="FingerprintExtractor.Extract"/> and <see cref="KwsClassifier"/> would classify them as a
/// clip; a window of sound is transformed only once. The scores (<see cref="Scores.FromLogits"/>) of the last hops are averaged. Hops
/// before the start count as 0, and so do hops of steady sound, in which the loudest window is less than 3 dB above the quietest one:
/// silence, hum and noise are no words. A keyword is detected when its average is the largest of all labels and reaches the threshold, at
/// most once until it has fallen below the threshold again, or by a tenth and risen by as much, or another keyword was detected. After a
/// detection of a word nothing is detected for the suppression of that word.
/// Thresholds, smoothing and suppression are those of the options, else those of the model (<see cref="KwsModel.Detection"/>), else
/// the defaults.
/// </para>
/// <para>
/// Sound at another rate or of several channels (<see cref="KeywordStreamOptions.SampleRate"/>,
/// <see cref="KeywordStreamOptions.Channels"/>) is converted as <see cref="WavFile"/> converts a clip.
/// </para>
/// <para>
/// Detections depend on the samples alone, not on the pieces in which they are pushed. Nothing is allocated after the constructor. One
/// instance is one stream, for one thread at a time; any number of streams may share a classifier.
/// </para>
/// </remarks>
[SuppressMessage(
    "Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "A stream of sound is what it is, not one of bytes.")]
public sealed partial class KeywordStream
{
    private readonly KwsClassifier _classifier;
    private readonly Action<KeywordDetection> _detected;
    private readonly FingerprintStream _fingerprints;
    private readonly DetectionRule _rule;
    private readonly int _sampleRate;
    private readonly HopScores _hopScores;
    private readonly float[] _scores;
    private readonly SoundConverter? _converter;
    private readonly short[] _converted;
    private bool _hasEnded;

    /// <summary>Starts a stream, with the front end of the model.</summary>
    /// <param name="classifier">The classifier; several streams may share it.</param>
    /// <param name="detected">
    /// Receives every detection, on the thread that pushes and before <see cref="Push"/> returns. It must not push to this stream.
    /// </param>
    /// <param name="options">The rules of detection and the format of the sound; null for the defaults.</param>
    /// <exception cref="ArgumentNullException">The classifier or the receiver is null.</exception>
    /// <exception cref="ArgumentException">
    /// The input of the model has several channels, or the keywords or thresholds do not fit its labels.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public KeywordStream(
        KwsClassifier classifier,
        Action<KeywordDetection> detected,
        KeywordStreamOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(detected);
        options ??= new KeywordStreamOptions();
        options.Validate();
        KwsModel model = classifier.Model;
        FingerprintExtractor extractor = Extractors.Of(classifier);
        FrontEnd front = extractor.FrontEnd;
        _classifier = classifier;
        _detected = detected;
        _fingerprints = new FingerprintStream(extractor);
        _rule = new DetectionRule(options.Parameters(model));
        _sampleRate = front.SampleRate;
        _hopScores = new HopScores(classifier, options.ScoreScale);
        _scores = new float[model.Network.LabelCount];
        int rate = options.SampleRate ?? front.SampleRate;
        _converter = rate == front.SampleRate && options.Channels == 1
            ? null
            : new SoundConverter(rate, options.Channels, front.SampleRate);
        _converted = new short[_converter is null ? 0 : front.HopLength];
    }

    /// <summary>Samples taken in since the start or the last <see cref="Reset"/>, at the sample rate of the model's front end.</summary>
    public long Position => _fingerprints.Position;

    /// <summary>
    /// Receives every hop, before the detection that it may be, on the thread that pushes. It must not push to this stream.
    /// </summary>
    internal KeywordHopHandler? Heard { get; init; }

    /// <summary>Takes the next samples of the stream in, and reports the keywords that end in them.</summary>
    /// <param name="samples">Any number of samples, channels interleaved, at the rate that the options name.</param>
    /// <exception cref="InvalidOperationException">The sound was ended by <see cref="Finish"/>.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    /// <remarks>An exception of the receiver passes through; the samples after that detection are not taken in then.</remarks>
    public void Push(ReadOnlySpan<short> samples)
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("the sound has ended, expected a reset before more samples");
        }

        if (_converter is null)
        {
            Hear(samples);
            return;
        }

        int count;
        do
        {
            count = _converter.Convert(ref samples, _converted);
            Hear(_converted.AsSpan(0, count));
        }
        while (count == _converted.Length);
    }

    /// <summary>
    /// Ends the sound, and reports the keywords that end in its last samples, which a conversion of the sample rate holds back until then.
    /// </summary>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    public void Finish()
    {
        _hasEnded = true;
        if (_converter is null)
        {
            return;
        }

        int count;
        do
        {
            count = _converter.Finish(_converted);
            Hear(_converted.AsSpan(0, count));
        }
        while (count == _converted.Length);
    }

    /// <summary>Starts anew, as if nothing had been pushed.</summary>
    public void Reset()
    {
        _fingerprints.Reset();
        _rule.Reset();
        _converter?.Reset();
        _hasEnded = false;
    }

    /// <summary>Changes the thresholds from the next hop on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A threshold is out of range.</exception>
    internal void SetThresholds(KeywordStreamOptions options)
    {
        options.Validate();
        _rule.SetThresholds(options.Parameters(_classifier.Model).Thresholds);
    }

    private void Hear(ReadOnlySpan<short> samples)
    {
        while (_fingerprints.MoveNext(ref samples))
        {
            _hopScores.Read(_fingerprints.Current, _scores);
            bool isDetection = _rule.Add(_scores, out int label, out float score);
            Heard?.Invoke(new KeywordHop
            {
                Position = Position,
                Fingerprint = _fingerprints.Current,
                Logits = _hopScores.Logits,
                Scores = _rule.Scores,
            });
            if (isDetection)
            {
                TimeSpan time = SampleTime.Of(Position, _sampleRate);
                _detected(new KeywordDetection(label, _classifier.Model.Labels[label], score, _rule.Margin, Position, time));
            }
        }
    }
}
