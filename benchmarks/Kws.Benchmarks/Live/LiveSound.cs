using Kws.Audio;
using Kws.Fast;
using Kws.Listen;
using Kws.Listen.Tests.Support;
using Kws.Listen.Tuning;

namespace Kws.Benchmarks.Live;

/// <summary>The sound by which models are compared: streams of the words of some speakers, and running speech without keywords.</summary>
internal sealed class LiveSound
{
    private readonly (string Name, LongRecording Sound)[] _words;
    private readonly short[][] _speech;

    /// <summary>Reads the sound.</summary>
    /// <param name="data">The Speech Commands data set.</param>
    /// <param name="split">The speakers.</param>
    /// <param name="running">The folder of running speech.</param>
    public LiveSound(string data, SpeechSplit split, string running)
    {
        SpeechClip[] clips = [.. SpeechClip.Words(data).Where(clip => clip.Split == split)];
        _words =
        [
            ("single words", new(data, clips, seed: 2)),
            ("noise 8 dB below", new(data, clips, seed: 2, noise: 500)),
            ("fluent", new(data, clips, seed: 2, shortestGap: 0, longestGap: 0.1)),
        ];
        _speech = [.. ClipFolder.Find(running).Select(path => WavFile.Read(path, LongRecording.SampleRate))];
    }

    /// <summary>The names of the streams of words.</summary>
    public IEnumerable<string> Names => _words.Select(words => words.Name);

    /// <summary>The hours of running speech.</summary>
    public double Hours => _speech.Sum(samples => samples.Length / 3600.0 / LongRecording.SampleRate);

    /// <summary>The scores of each stream of words.</summary>
    public ScoredRecording[] Words(KwsClassifier classifier) =>
    [
        .. _words.Select(stream => ScoredRecording.Listen(classifier, stream.Sound.Samples,
        [
            .. stream.Sound.Words.Where(word => word.IsKeyword).Select(word => new LabelledWord(
                classifier.Model.Labels.IndexOf(word.Label), word.Start, word.Start + LongRecording.SampleRate)),
        ])),
    ];

    /// <summary>The scores of each file of running speech.</summary>
    public ScoredRecording[] Speech(KwsClassifier classifier)
    {
        var recordings = new ScoredRecording[_speech.Length];
        Parallel.For(0, recordings.Length, i => recordings[i] = ScoredRecording.Listen(classifier, _speech[i], []));
        return recordings;
    }
}
