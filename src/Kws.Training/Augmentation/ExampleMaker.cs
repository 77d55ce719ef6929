using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Makes examples of the sound of one set. Instances of their own, one per thread, share what they read.</summary>
internal sealed class ExampleMaker : IExampleMaker
{
    /// <summary>
    /// The part of clips of a second at most that are as they were recorded: a small network that hears only strong changes gets worse on
    /// plain clips.
    /// </summary>
    private const double AsRecordedShare = 0.5;

    private readonly Materials _materials;
    private readonly SoundMix _mix;
    private readonly Silence _silence;
    private readonly short[] _rounded;
    private readonly short[] _changed;

    public ExampleMaker(Materials materials)
    {
        _materials = materials;
        int length = materials.Extractor.FrontEnd.ClipLength;
        _mix = new SoundMix(length);
        _silence = new Silence(materials.Noise);
        _rounded = new short[length];
        _changed = new short[3 * length];
    }

    /// <inheritdoc/>
    public void Make(int label, RandomStream random, Span<sbyte> fingerprint)
    {
        Mix(label, random);
        _mix.Round(_rounded);
        _materials.Extractor.Extract(_rounded, fingerprint);
    }

    private void Mix(int label, RandomStream random)
    {
        switch (_materials.Labels[label])
        {
            case SpecialLabels.Silence:
                _silence.Make(_mix, random);
                break;
            case SpecialLabels.Unknown:
                MixUnknown(label, random);
                break;
            default:
                MixWord(_materials.Clips[label], random, isHalf: false, isWhole: true);
                break;
        }
    }

    private void MixUnknown(int label, RandomStream random)
    {
        switch ((UnknownKind)Shares.At(_materials.UnknownShares, random.NextDouble()))
        {
            case UnknownKind.OtherWord:
                MixWord(_materials.Clips[label], random, isHalf: false, isWhole: false);
                break;
            case UnknownKind.HalfKeyword:
                int keyword = _materials.Keywords[random.Index(_materials.Keywords.Length)];
                MixWord(_materials.Clips[keyword], random, isHalf: true, isWhole: false);
                break;
            default:
                MixSpeech(random);
                break;
        }
    }

    private void MixWord(ImmutableArray<SoundClip> clips, RandomStream random, bool isHalf, bool isWhole)
    {
        SoundClip clip = clips[random.Index(clips.Length)];
        ReadOnlySpan<short> samples = clip.Samples;
        if (!isHalf && samples.Length <= _materials.Extractor.FrontEnd.SampleRate && random.Happens(AsRecordedShare))
        {
            MixAsRecorded(samples, random);
            return;
        }

        WordExtent word = clip.Extent;
        if (Speed.Draw(random) is var speed && speed is not 1)
        {
            int first = Math.Max(0, word.Start - _mix.Length);
            samples = Change(samples[first..], speed);
            word = new((int)((word.Start - first) / speed), Math.Min(samples.Length, (int)((word.End - first) / speed)));
        }

        Cut cut = isHalf ? Cut.Draw(word, samples.Length, _mix.Length, random)
            : new(isWhole ? Shift.Whole(word, _mix.Length, random) : Shift.Any(word, _mix.Length, random), 0, samples.Length);
        Mix(samples[cut.From..cut.To], cut.Start + cut.From, clip.Power, random);
    }

    /// <summary>A clip as it was recorded but for a slight shift and soft noise.</summary>
    private void MixAsRecorded(ReadOnlySpan<short> samples, RandomStream random)
    {
        _mix.Clear();
        _mix.Add(samples, Shift.Slight(_materials.Extractor.FrontEnd.SampleRate, random), 1);
        _mix.Add(_materials.Noise.Draw(random), 0, Level.Background(random));
    }

    private void MixSpeech(RandomStream random)
    {
        short[] speech = _materials.Speech[random.Index(_materials.Speech.Length)];
        ReadOnlySpan<short> samples = speech.AsSpan(random.Index(Math.Max(1, speech.Length - _mix.Length + 1)));
        if (Speed.Draw(random) is var speed && speed is not 1)
        {
            samples = Change(samples, speed);
        }

        samples = samples[..Math.Min(samples.Length, _mix.Length)];

        // A sound that is shorter than the window is at any place in it.
        int start = samples.Length < _mix.Length ? random.Index(_mix.Length - samples.Length + 1) : 0;
        Mix(samples, start, Loudness.Power(samples), random);
    }

    private ReadOnlySpan<short> Change(ReadOnlySpan<short> samples, double speed) =>
        _changed.AsSpan(0, Speed.Change(samples, speed, _changed));

    /// <summary>Sound at a random volume, with noise.</summary>
    private void Mix(ReadOnlySpan<short> samples, int start, double power, RandomStream random)
    {
        double volume = Level.Volume(random);
        _mix.Clear();
        _mix.Add(samples, start, volume);
        ReadOnlySpan<short> noise = _materials.Noise.Draw(random);
        _mix.Add(noise, 0, volume * Level.Noise(power, Loudness.Power(noise), random));
    }
}
