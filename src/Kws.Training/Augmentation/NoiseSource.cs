using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Recorded and synthesised noise, from which pieces are drawn.</summary>
internal sealed class NoiseSource
{
    /// <summary>The part of recorded noise, where there is some.</summary>
    private const double RecordedShare = 0.6;

    private readonly short[][] _recorded;
    private readonly short[][] _synthesised;
    private readonly int _length;

    /// <summary>Makes a source.</summary>
    /// <param name="recorded">Recorded noise, which may be none.</param>
    /// <param name="sampleRate">The rate of the synthesised noise.</param>
    /// <param name="length">The samples of a piece.</param>
    public NoiseSource(IEnumerable<short[]> recorded, int sampleRate, int length)
    {
        _recorded = [.. recorded.Select(samples => Repeat(samples, length))];
        _synthesised = [.. SynthesisedNoise.All(sampleRate).Select(samples => Repeat(samples, length))];
        _length = length;
    }

    /// <summary>A piece from anywhere in some noise.</summary>
    /// <param name="random">Decides.</param>
    public ReadOnlySpan<short> Draw(RandomStream random)
    {
        short[][] sounds = _recorded.Length > 0 && random.Happens(RecordedShare) ? _recorded : _synthesised;
        short[] samples = sounds[random.Index(sounds.Length)];
        return samples.AsSpan(random.Index(samples.Length - _length + 1), _length);
    }

    /// <summary>Noise that is too short for a piece is repeated.</summary>
    private static short[] Repeat(short[] samples, int length) => samples.Length >= length
        ? samples
        : [.. Enumerable.Repeat(samples, 1 + (length / samples.Length)).SelectMany(part => part)];
}
