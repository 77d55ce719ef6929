using System.Collections.Immutable;
using Kws.Fast;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Training.Augmentation;

namespace Kws.Training.Data;

/// <summary>
/// The sound of a set as a microphone hears it: its clips in a random order with gaps, under soft noise of the set if it has some, then
/// its running speech. The same sound always gives the same stream.
/// </summary>
/// <remarks>
/// It is cut into recordings, so that memory does not grow with it and several threads can listen: of a hundred clips each, which begin and
/// end with a second without words, and of each file or piece of running speech.
/// </remarks>
internal sealed class WordStream
{
    private const int ClipsOfRecording = 100;
    private const double ShortestGap = 0.5;
    private const double LongestGap = 2;

    /// <summary>Before it nothing can be detected, and after it a detection is no hit any more.</summary>
    private const double Margin = 1;

    /// <summary>The level of the noise against that of the median clip.</summary>
    private const double NoiseDecibels = -22;

    /// <summary>Noise of a smaller mean square has nothing to scale.</summary>
    private const double LeastPower = 0.01;

    private readonly SoundBank _bank;
    private readonly SoundClip[] _clips;
    private readonly short[][] _noise;
    private readonly short[][] _speech;
    private readonly double _noisePower;

    /// <param name="bank">All sound.</param>
    /// <param name="split">The set.</param>
    public WordStream(SoundBank bank, Split split)
    {
        _bank = bank;
        _clips = Shuffled([.. bank.Clips.Where(clip => clip.Split == split)]);
        _noise = [.. bank.Noise(split).Where(noise => Loudness.Power(noise) > LeastPower)];
        _speech = bank.Speech(split);
        _noisePower = _clips.Select(clip => clip.Power).Order().ElementAtOrDefault(_clips.Length / 2)
            * Math.Pow(Loudness.Factor(NoiseDecibels), 2);
    }

    /// <summary>The number of recordings.</summary>
    public int Count => Joined + _speech.Length;

    /// <summary>The number of recordings of clips, which come first.</summary>
    private int Joined => (_clips.Length + ClipsOfRecording - 1) / ClipsOfRecording;

    /// <summary>Listens to all recordings.</summary>
    /// <param name="classifier">The model, with the labels and front end of the sound.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<ScoredRecording> Listen(
        KwsClassifier classifier, int threads, IProgress<double> progress, CancellationToken cancellation)
    {
        var scored = new ScoredRecording[Count];
        int done = 0;
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = cancellation };
            Parallel.For(0, Count, options, i =>
            {
                (short[] samples, ImmutableArray<LabelledWord> words) = Recording(i);
                scored[i] = ScoredRecording.Listen(classifier, samples, words, cancellation: cancellation);
                progress.Report((double)Interlocked.Increment(ref done) / Count);
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.FirstOrDefault(one => one is OverflowException) is { } overflow)
        {
            throw new OverflowException(overflow.Message, overflow);
        }

        return scored;
    }

    /// <summary>A recording and its words, whose places are those of the seconds that are classified as clips.</summary>
    /// <param name="index">Its number.</param>
    public (short[] Samples, ImmutableArray<LabelledWord> Words) Recording(int index) =>
        index < Joined ? Join(index) : (_speech[index - Joined], []);

    private (short[], ImmutableArray<LabelledWord>) Join(int index)
    {
        var random = new RandomStream(1, index);
        SoundClip[] clips = [.. _clips.Skip(index * ClipsOfRecording).Take(ClipsOfRecording)];
        int rate = _bank.FrontEnd.SampleRate;
        int length = (int)(Margin * rate);
        var starts = new int[clips.Length];
        foreach ((int i, SoundClip clip) in clips.Index())
        {
            starts[i] = length + (int)(random.Between(ShortestGap, LongestGap) * rate);
            length = starts[i] + clip.Samples.Length;
        }

        var mix = new SoundMix(length + (int)(Margin * rate));
        foreach ((int start, SoundClip clip) in starts.Zip(clips))
        {
            mix.Add(clip.Samples, start, gain: 1);
        }

        AddNoise(mix, random);
        var samples = new short[mix.Length];
        mix.Round(samples);
        return (samples, [.. starts.Zip(clips, Word)]);
    }

    private LabelledWord Word(int start, SoundClip clip)
    {
        Range second = clip.SecondRange(_bank.FrontEnd);
        return new(clip.Label, start + second.Start.Value, start + second.End.Value);
    }

    /// <summary>Adds one noise after another, each at the same level.</summary>
    private void AddNoise(SoundMix mix, RandomStream random)
    {
        for (int start = 0; _noise.Length > 0 && start < mix.Length;)
        {
            short[] noise = _noise[random.Index(_noise.Length)];
            mix.Add(noise, start, Math.Sqrt(_noisePower / Loudness.Power(noise)));
            start += noise.Length;
        }
    }

    private static SoundClip[] Shuffled(SoundClip[] clips)
    {
        var random = new RandomStream(0);
        for (int i = clips.Length - 1; i > 0; i--)
        {
            int other = random.Index(i + 1);
            (clips[i], clips[other]) = (clips[other], clips[i]);
        }

        return clips;
    }
}
