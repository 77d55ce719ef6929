using Kws.Audio.Wav;

namespace Kws.Audio.Resampling;

/// <summary>The sound of a WAV file at another sample rate.</summary>
internal sealed class ResampledSamples(WavSamples source, int fromRate, int toRate) : ISamples
{
    private readonly Resampler _resampler = new(fromRate, toRate);

    public long? Count => source.Count is { } count ? _resampler.CountFor(count) : null;

    public int Read(Span<short> samples)
    {
        int count = _resampler.Read(samples);
        while (count < samples.Length && !_resampler.IsDone)
        {
            ReadInputs();
            count += _resampler.Read(samples[count..]);
        }

        return count;
    }

    private void ReadInputs()
    {
        Span<double> room = _resampler.Room();
        int read = source.Read(room);
        _resampler.Add(read);
        if (read < room.Length)
        {
            _resampler.End();
        }
    }
}
