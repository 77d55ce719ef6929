namespace Kws.Audio.Wav;

/// <summary>Blocks of samples to mono: the mean of all channels, or one of them.</summary>
internal static class Mixer
{
    /// <summary>Decodes and mixes; returns the index of the first sample that is heard and not finite, of all channels, or -1.</summary>
    /// <param name="blocks">As many blocks as there are values in <paramref name="mono"/>.</param>
    /// <param name="format">What a block consists of.</param>
    /// <param name="mono">Receives the values, in the scale of 16 bits.</param>
    public static int Mix(ReadOnlySpan<byte> blocks, WavFormat format, Span<double> mono) => (format.Kind, format.BytesPerSample) switch
    {
        (SampleKind.Pcm, 1) => Mix<Pcm8>(blocks, format, mono),
        (SampleKind.Pcm, 2) => Mix<Pcm16>(blocks, format, mono),
        (SampleKind.Pcm, 3) or (SampleKind.Pcm24In32, _) => Mix<Pcm24>(blocks, format, mono),
        (SampleKind.Pcm, _) => Mix<Pcm32>(blocks, format, mono),
        (SampleKind.ALaw, _) => Mix<ALaw>(blocks, format, mono),
        (SampleKind.MuLaw, _) => Mix<MuLaw>(blocks, format, mono),
        (_, 4) => Mix<Float32>(blocks, format, mono),
        _ => Mix<Float64>(blocks, format, mono),
    };

    private static int Mix<TEncoding>(ReadOnlySpan<byte> blocks, WavFormat format, Span<double> mono)
        where TEncoding : struct, ISampleEncoding
    {
        (int first, int end) = format.Channel is { } only ? (only, only + 1) : (0, format.Channels);
        for (int i = 0; i < mono.Length; i++)
        {
            double sum = 0;
            for (int sample = (i * format.Channels) + first; sample < (i * format.Channels) + end; sample++)
            {
                double value = TEncoding.Decode(blocks[(sample * format.BytesPerSample)..]);
                if (!double.IsFinite(value))
                {
                    return sample;
                }

                sum += value;
            }

            mono[i] = sum / (end - first);
        }

        return -1;
    }
}
