using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen.Clips;
using Kws.Model;

namespace Kws.Listen;

/// <summary>Labels clips of sound: WAV files, streams and samples, one at a time or many on several threads.</summary>
/// <remarks>Any number of threads may share an instance.</remarks>
public sealed class ClipClassifier
{
    private readonly KwsClassifier _classifier;
    private readonly IClipReading _reading;
    private readonly int _sampleRate;

    /// <summary>Makes a classifier of clips, with the front end of the model.</summary>
    /// <param name="classifier">The classifier of fingerprints.</param>
    /// <param name="second">The second of a clip that is classified.</param>
    /// <exception cref="ArgumentNullException">The classifier is null.</exception>
    /// <exception cref="ArgumentException">The input of the model has several channels, unlike fingerprints of sound.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The second is no value of its enumeration.</exception>
    public ClipClassifier(KwsClassifier classifier, ClipSecond second = ClipSecond.Word)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        FingerprintExtractor extractor = Extractors.Of(classifier);
        _classifier = classifier;
        _sampleRate = extractor.FrontEnd.SampleRate;
        _reading = second switch
        {
            ClipSecond.Word => new WordSecond(extractor),
            ClipSecond.Best => new BestSecond(extractor, classifier),
            _ => throw new ArgumentOutOfRangeException(nameof(second), second, "expected Word or Best"),
        };
    }

    /// <summary>Labels a WAV file.</summary>
    /// <param name="path">The file; its name may end in anything.</param>
    /// <exception cref="ArgumentNullException">The path is null.</exception>
    /// <exception cref="KwsFormatException">The file is a directory, not a WAV file, damaged, or of a format that is not read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    public ClipLabel Classify(string path) => Classify(new Clip(path));

    /// <summary>Labels a WAV file in a stream.</summary>
    /// <param name="stream">
    /// The file from the stream's position on, an hour of sound at most. It is read to its end, need not seek, and is not closed.
    /// </param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <exception cref="ArgumentNullException">The stream or the name is null.</exception>
    /// <exception cref="KwsFormatException">The stream is not a WAV file, damaged, of a format that is not read, or too long.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    public ClipLabel Classify(Stream stream, string name = "stream") => Classify(new Clip(stream, name));

    /// <summary>Labels samples.</summary>
    /// <param name="samples">Any number of samples: one channel at the sample rate of the model's front end, 16 kHz by default.</param>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="KwsClassifier.Infer"/>.</exception>
    public ClipLabel Classify(ReadOnlySpan<short> samples)
    {
        var fingerprint = new sbyte[_classifier.FingerprintLength];
        return LabelOf(fingerprint, _reading.Read(samples, fingerprint));
    }

    /// <summary>
    /// Labels many clips on several threads, and hands the results over in the order of the clips. Any number of clips needs the same
    /// memory. Returns when all are handed over; a clip that fails does not stop the others.
    /// </summary>
    /// <param name="clips">The clips.</param>
    /// <param name="handle">Receives every clip, on the calling thread.</param>
    /// <param name="degreeOfParallelism">The maximum number of threads; -1 for one per processor.</param>
    /// <param name="cancellationToken">Stops the work between clips.</param>
    /// <exception cref="ArgumentNullException">The clips or the handler are null.</exception>
    /// <exception cref="ArgumentException">A clip is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is neither positive nor -1.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void ClassifyAll(
        IEnumerable<Clip> clips, ClipHandler handle, int degreeOfParallelism = -1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clips);
        ArgumentNullException.ThrowIfNull(handle);
        if (degreeOfParallelism is 0 or < -1)
        {
            throw new ArgumentOutOfRangeException(nameof(degreeOfParallelism), degreeOfParallelism, "expected 1 or more, or -1");
        }

        new ClipPipeline(_classifier, _reading, degreeOfParallelism).Run(
            clips.Select(clip => clip ?? throw new ArgumentException("a clip is null", nameof(clips))), handle, cancellationToken);
    }

    private ClipLabel Classify(Clip clip)
    {
        var fingerprint = new sbyte[_classifier.FingerprintLength];
        return LabelOf(fingerprint, _reading.Read(clip, fingerprint));
    }

    private ClipLabel LabelOf(ReadOnlySpan<sbyte> fingerprint, int start)
    {
        ImmutableArray<string> labels = _classifier.Model.Labels;
        var logits = new int[labels.Length];
        var scores = new float[labels.Length];
        _classifier.Infer(fingerprint, logits);
        Scores.FromLogits(logits, scores);
        int label = Classification.FromLogits(logits).Label;
        return new ClipLabel(
            label,
            labels[label],
            ImmutableCollectionsMarshal.AsImmutableArray(scores),
            ImmutableCollectionsMarshal.AsImmutableArray(logits),
            SampleTime.Of(start, _sampleRate));
    }
}
