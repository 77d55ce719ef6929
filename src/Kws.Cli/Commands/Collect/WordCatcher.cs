using System.Runtime.InteropServices;

namespace Kws.Cli.Commands;

/// <summary>Finds the sounds in a stream that may be words, by their loudness.</summary>
/// <param name="sampleRate">The rate of the stream.</param>
internal sealed class WordCatcher(int sampleRate)
{
    private const int FramesPerSecond = 100;

    /// <summary>A sound is so many times as loud as the background: 12 dB.</summary>
    private const double AboveBackground = 4;

    /// <summary>The background counts as at least so loud: below it are steps of the converter.</summary>
    private const double LeastBackground = 8;

    /// <summary>Frames from which the background is known, 0.2 s.</summary>
    private const int FirstFrames = 20;

    /// <summary>A sound ends when so many frames are quiet, 0.4 s.</summary>
    private const int QuietFrames = 40;

    /// <summary>A sound of fewer loud frames is a click.</summary>
    private const int FewestLoudFrames = 8;

    /// <summary>Nobody says a word for so long, 3 s: it is cut off there.</summary>
    private const int MostFrames = 300;

    /// <summary>Frames before and after the word that belong to a recording, 0.4 s.</summary>
    private const int Margin = 40;

    private readonly int _frameLength = sampleRate / FramesPerSecond;
    private readonly List<short> _samples = [];
    private double _background;
    private int _frames;
    private int _waited;
    private int _firstLoud = -1;
    private int _lastLoud;
    private int _loud;

    /// <summary>The loudness of the last frame, as a root mean square.</summary>
    public double Loudness { get; private set; }

    /// <summary>Seconds since the last sound was taken, or since the begin.</summary>
    public double Waited => (double)_waited / FramesPerSecond;

    /// <summary>Takes samples in up to the end of the next sound, and takes them off.</summary>
    /// <returns>The sound; null when the samples are taken in and none has ended.</returns>
    public Take? Next(ref ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            int count = Math.Min(samples.Length, ((_frames + 1) * _frameLength) - _samples.Count);
            _samples.AddRange(samples[..count]);
            samples = samples[count..];
            if (_samples.Count == (_frames + 1) * _frameLength && AddFrame() is { } take)
            {
                return take;
            }
        }

        return null;
    }

    /// <summary>The sound that the end of the stream cuts off; null if there is none.</summary>
    public Take? Finish() => _firstLoud >= 0 && _loud >= FewestLoudFrames ? TakeOut("cut off by the end of the sound") : null;

    private Take? AddFrame()
    {
        Loudness = RootMeanSquare(CollectionsMarshal.AsSpan(_samples)[^_frameLength..]);
        _frames++;
        _waited++;
        bool isLoud = Loudness > AboveBackground * Math.Max(_background, LeastBackground);
        if (_frames <= FirstFrames)
        {
            _background += (Loudness - _background) / _frames;
            return null;
        }

        if (isLoud)
        {
            _firstLoud = _firstLoud < 0 ? _frames - 1 : _firstLoud;
            _lastLoud = _frames - 1;
            _loud++;
        }
        else
        {
            // Falling follows at once, rising slowly: the begin of a word is no background.
            _background += (Loudness < _background ? 0.2 : 0.02) * (Loudness - _background);
        }

        if (_firstLoud < 0)
        {
            DropOld();
            return null;
        }

        if (_frames - _firstLoud >= MostFrames)
        {
            return TakeOut("without an end within 3 s: say the word alone, where it is quieter");
        }

        if (_frames - 1 - _lastLoud < QuietFrames)
        {
            return null;
        }

        if (_loud < FewestLoudFrames)
        {
            (_firstLoud, _loud) = (-1, 0);
            return null;
        }

        return TakeOut(_firstLoud < FirstFrames + 1 ? "begun before kws listened: wait for the prompt" : null);
    }

    /// <summary>Sound before a word is kept for its margin only.</summary>
    private void DropOld()
    {
        int most = 10 * Margin;
        if (_frames > most)
        {
            _samples.RemoveRange(0, (_frames - Margin) * _frameLength);
            _frames = Margin;
        }
    }

    private Take TakeOut(string? cut)
    {
        int start = Math.Max(0, _firstLoud - Margin) * _frameLength;
        int end = Math.Min(_samples.Count, (_lastLoud + 1 + Margin) * _frameLength);
        var take = new Take(
            [.. _samples[start..end]], (double)(_lastLoud + 1 - _firstLoud) / FramesPerSecond, cut);
        _samples.Clear();
        (_frames, _waited, _firstLoud, _loud) = (0, 0, -1, 0);
        return take;
    }

    private static double RootMeanSquare(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (short sample in samples)
        {
            sum += (double)sample * sample;
        }

        return Math.Sqrt(sum / samples.Length);
    }
}
