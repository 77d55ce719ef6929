namespace Kws.Cli.Sound;

/// <summary>Tells what is wrong with the level of sound, each fault once. It looks at ten seconds at a time.</summary>
/// <param name="sampleRate">The rate of the samples in Hz.</param>
/// <param name="warn">Receives a warning.</param>
internal sealed class SoundWarnings(int sampleRate, Action<string> warn)
{
    private const int Seconds = 10;

    /// <summary>60 dB below full scale: less than the noise of a room that a microphone hears.</summary>
    private const int Silence = 33;

    /// <summary>36 dB below full scale: too little for speech near a microphone.</summary>
    private const int Quiet = 520;

    /// <summary>10 dB below full scale on average, which speech hardly has.</summary>
    private const double Loud = 10_000;

    private const int Offset = 1_000;

    /// <summary>Clipped samples of a thousand.</summary>
    private const int Clipped = 2;

    private readonly HashSet<string> _told = [];
    private long _windows;
    private int _count;
    private int _clipped;
    private int _peak;
    private long _sum;
    private double _squares;

    /// <summary>Takes note of the next samples.</summary>
    public void Add(ReadOnlySpan<short> samples)
    {
        foreach (short sample in samples)
        {
            int size = Math.Abs((int)sample);
            _peak = Math.Max(_peak, size);
            _clipped += size >= short.MaxValue ? 1 : 0;
            _sum += sample;
            _squares += (double)sample * sample;
            if (++_count == Seconds * sampleRate)
            {
                Look();
                _windows++;
                (_count, _clipped, _peak, _sum, _squares) = (0, 0, 0, 0, 0);
            }
        }
    }

    private void Look()
    {
        long mean = _sum / _count;
        double deviation = Math.Sqrt(Math.Max(0, (_squares / _count) - ((double)_sum / _count * _sum / _count)));
        if (_windows == 0 && _peak == 0)
        {
            Warn("zeros", $"the first {Seconds} s are zeros: is the microphone on?");
        }
        else if (_windows == 0 && _peak < Silence)
        {
            Warn("silence", $"the first {Seconds} s are silence, at most {_peak} of {short.MaxValue}: is the microphone on?");
        }
        else if (_peak is >= Silence and < Quiet)
        {
            Warn("quiet", $"the sound is very quiet, at most {_peak} of {short.MaxValue} in {Seconds} s: turn the microphone up");
        }

        if (_clipped * 1000L > (long)Clipped * _count)
        {
            Warn("clipped", FormattableString.Invariant(
                $"{100.0 * _clipped / _count:F1} % of {Seconds} s are clipped: turn the microphone down"));
        }
        else if (deviation > Loud)
        {
            Warn("loud", FormattableString.Invariant(
                $"the sound is very loud, {deviation:F0} of {short.MaxValue} on average (root mean square): turn the microphone down"));
        }

        if (Math.Abs(mean) > Offset)
        {
            Warn("offset", $"the sound has an offset of {mean} (direct current): is the format right?");
        }
    }

    private void Warn(string kind, string text)
    {
        if (_told.Add(kind))
        {
            warn(text);
        }
    }
}
