using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Negatives;

namespace Kws.Training.Recordings;

/// <summary>Draws fingerprints from frames.</summary>
internal sealed class NegativeWindows
{
    /// <summary>The part of words that are in the middle of the window, within a tenth of a second.</summary>
    private const double InMiddleShare = 0.4;

    private const int MostFramesOffMiddle = 3;

    /// <summary>The part of windows that are played as they were recorded.</summary>
    private const double AsRecordedShare = 0.4;

    private readonly FrontEnd _frontEnd;
    private readonly ImmutableArray<FrameStream> _words;
    private readonly ImmutableArray<FrameStream> _speech;
    private readonly ImmutableArray<FrameStream> _noise;

    /// <param name="frames">The frames.</param>
    /// <param name="frontEnd">Their front end.</param>
    public NegativeWindows(NegativeFrames frames, FrontEnd frontEnd)
    {
        _frontEnd = frontEnd;

        // Streams that are too short for one window are left out.
        _words = frames.Words;
        _speech = [.. frames.Speech.Where(IsLongEnough)];
        _noise = [.. frames.Noise.Where(IsLongEnough)];
    }

    public bool HasSpeech => !_speech.IsEmpty;

    public bool HasNoise => !_noise.IsEmpty;

    private int Coefficients => _frontEnd.CoefficientCount;

    private int Length => _frontEnd.FrameCount * Coefficients;

    /// <summary>A word, or the end of one and the begin of another.</summary>
    public void DrawWord(RandomStream random, Span<sbyte> fingerprint)
    {
        ReadOnlySpan<sbyte> first = Draw(_words, random)[..Length];
        ReadOnlySpan<sbyte> second = Draw(_words, random)[..Length];
        int most = random.Happens(InMiddleShare) ? MostFramesOffMiddle : _frontEnd.FrameCount;
        int cut = random.Index(most + 1) * Coefficients;
        first[cut..].CopyTo(fingerprint);
        second[..cut].CopyTo(fingerprint[(Length - cut)..]);
        Attenuate(random, 10, fingerprint);
    }

    /// <summary>A second of running speech.</summary>
    public void DrawSpeech(RandomStream random, Span<sbyte> fingerprint)
    {
        DrawWindow(_speech, random, fingerprint);
        Attenuate(random, 10, fingerprint);
    }

    /// <summary>A second of noise.</summary>
    public void DrawNoise(RandomStream random, Span<sbyte> fingerprint)
    {
        DrawWindow(_noise, random, fingerprint);
        Attenuate(random, 40, fingerprint);
    }

    /// <summary>
    /// Makes sound quieter. A factor of the amplitude adds a constant to the logarithm of every band, and thus to coefficient 0 alone:
    /// sqrt(80) for the factor e, about 1 for a decibel. Integers that were clamped stay so.
    /// </summary>
    /// <param name="fingerprint">The fingerprint.</param>
    /// <param name="steps">The integers that coefficient 0 is lower, 0 or more; a decibel is about 1, with steps of a quarter 4.</param>
    /// <param name="frontEnd">The front end of the fingerprint.</param>
    internal static void Attenuate(Span<sbyte> fingerprint, int steps, FrontEnd frontEnd)
    {
        for (int i = 0; i < fingerprint.Length; i += frontEnd.CoefficientCount)
        {
            fingerprint[i] = (sbyte)Math.Max(frontEnd.LeastValue, fingerprint[i] - steps);
        }
    }

    /// <summary>Makes most windows quieter, by up to so many decibels.</summary>
    private void Attenuate(RandomStream random, int most, Span<sbyte> fingerprint)
    {
        if (!random.Happens(AsRecordedShare))
        {
            Attenuate(fingerprint, random.Index((most << _frontEnd.FractionBits) + 1), _frontEnd);
        }
    }

    private void DrawWindow(ImmutableArray<FrameStream> streams, RandomStream random, Span<sbyte> fingerprint)
    {
        ReadOnlySpan<sbyte> values = Draw(streams, random);
        int places = 1 + ((values.Length - Length) / Coefficients);
        values.Slice(random.Index(places) * Coefficients, Length).CopyTo(fingerprint);
    }

    private static ReadOnlySpan<sbyte> Draw(ImmutableArray<FrameStream> streams, RandomStream random) =>
        streams[random.Index(streams.Length)].Values.Span;

    private bool IsLongEnough(FrameStream stream) => stream.Values.Length >= Length;
}
