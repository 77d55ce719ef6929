using Kws.Audio;
using Kws.Listen.Clips;

namespace Kws.Listen.Tests.Support;

/// <summary>Each clip three times, cut to its word and with a gap between, in the noise of <see cref="LongRecording"/>.</summary>
internal sealed class RepeatedWords
{
    private const int Times = 3;
    private const int Rest = 3 * LongRecording.SampleRate / 2;

    private readonly List<(string Label, long Start, long End)> _words = [];

    /// <param name="speech">The data set.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="gap">Seconds between two of the three.</param>
    public RepeatedWords(string speech, IEnumerable<SpeechClip> clips, double gap)
    {
        var samples = new List<short>();
        foreach (SpeechClip clip in clips)
        {
            short[] sound = WavFile.Read(clip.Path, LongRecording.SampleRate);
            WordExtent extent = WordExtent.Of(sound, LongRecording.SampleRate);
            samples.AddRange(new short[Rest]);
            long start = samples.Count;
            for (int i = 0; i < Times; i++)
            {
                samples.AddRange(sound[extent.Start..extent.End]);
                samples.AddRange(new short[(int)(gap * LongRecording.SampleRate)]);
            }

            _words.Add((clip.Label, start, samples.Count));
            samples.AddRange(new short[Rest]);
        }

        Samples = [.. samples];
        LongRecording.AddNoise(Samples, speech, LongRecording.UsualNoise);
    }

    public short[] Samples { get; }

    /// <summary>For each clip the detections of its label, until a second after its third time.</summary>
    public int[] Detections(IReadOnlyList<(string Label, long Position)> detections) =>
    [
        .. _words.Select(word => detections.Count(detection =>
            detection.Label == word.Label && detection.Position > word.Start
            && detection.Position <= word.End + LongRecording.SampleRate)),
    ];
}
