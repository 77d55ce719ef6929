using Kws.Audio.Resampling;

namespace Kws.Audio;

/// <summary>Converts sound that arrives in pieces to one channel at another sample rate.</summary>
/// <remarks>
/// The samples are exactly those that <see cref="WavFile"/> gives for the same sound as a file, whatever the pieces are. A sample comes out
/// as soon as the low-pass filter has the 64 samples of the lower rate that follow it (4 ms at 16 kHz). Nothing is allocated after the
/// constructor. One instance is one sound, for one thread at a time.
/// </remarks>
public sealed class SoundConverter
{
    private readonly int _channels;
    private readonly Resampler? _resampler;

    /// <summary>Channels of the next block that are already in <see cref="_sum"/>: a piece may end within a block.</summary>
    private int _summed;
    private double _sum;
    private bool _hasEnded;

    /// <summary>Starts a sound.</summary>
    /// <param name="sampleRate">
    /// The rate of the sound, in Hz: <see cref="WavFile.LowestSampleRate"/> to <see cref="WavFile.HighestSampleRate"/>.
    /// </param>
    /// <param name="channels">Its channels, 1 or more.</param>
    /// <param name="newSampleRate">The rate wanted, in the same range.</param>
    /// <exception cref="ArgumentOutOfRangeException">A rate is out of range, or there is no channel.</exception>
    public SoundConverter(int sampleRate, int channels, int newSampleRate)
    {
        WavFile.CheckSampleRate(sampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        WavFile.CheckSampleRate(newSampleRate);
        _channels = channels;
        _resampler = sampleRate == newSampleRate ? null : new Resampler(sampleRate, newSampleRate);
    }

    /// <summary>Converts the next samples, until they or the room for the result are used up.</summary>
    /// <param name="samples">Any number of samples, the channels interleaved. Those that were taken in are removed.</param>
    /// <param name="converted">Receives samples.</param>
    /// <returns>The number of samples received. If it is less than the room, all <paramref name="samples"/> are taken in.</returns>
    /// <exception cref="InvalidOperationException">The sound was ended by <see cref="Finish"/>.</exception>
    public int Convert(ref ReadOnlySpan<short> samples, Span<short> converted)
    {
        if (_hasEnded)
        {
            throw new InvalidOperationException("the sound has ended, expected a reset before more samples");
        }

        if (_resampler is null)
        {
            return Mix(ref samples, converted);
        }

        int count = _resampler.Read(converted);
        while (count < converted.Length && !samples.IsEmpty)
        {
            _resampler.Add(Mix(ref samples, _resampler.Room()));
            count += _resampler.Read(converted[count..]);
        }

        return count;
    }

    /// <summary>Ends the sound: silence follows. An incomplete last block is dropped.</summary>
    /// <param name="converted">Receives the samples that are left.</param>
    /// <returns>The number of samples received. If it is less than the room, none is left; else call again.</returns>
    public int Finish(Span<short> converted)
    {
        _hasEnded = true;
        _resampler?.End();
        return _resampler?.Read(converted) ?? 0;
    }

    /// <summary>Starts anew, as if nothing had been converted.</summary>
    public void Reset()
    {
        _resampler?.Reset();
        (_summed, _sum, _hasEnded) = (0, 0, false);
    }

    private int Mix(ref ReadOnlySpan<short> samples, Span<short> mono)
    {
        int count = 0;
        while (count < mono.Length && TryMix(ref samples, out double mean))
        {
            mono[count++] = Rounding.ToInt16(mean);
        }

        return count;
    }

    private int Mix(ref ReadOnlySpan<short> samples, Span<double> mono)
    {
        int count = 0;
        while (count < mono.Length && TryMix(ref samples, out mono[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>The mean of the next block; false if the samples end within it.</summary>
    private bool TryMix(ref ReadOnlySpan<short> samples, out double mean)
    {
        int count = Math.Min(_channels - _summed, samples.Length);
        foreach (short sample in samples[..count])
        {
            _sum += sample;
        }

        samples = samples[count..];
        _summed += count;
        mean = _sum / _channels;
        if (_summed < _channels)
        {
            return false;
        }

        (_summed, _sum) = (0, 0);
        return true;
    }
}
