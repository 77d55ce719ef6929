using Kws.Model;

namespace Kws.Listen.Streams;

/// <summary>
/// Fingerprints of steady sound, such as silence, hum and noise. Nothing in them stands out, so they hold no word, whatever a model says.
/// </summary>
/// <param name="frontEnd">The front end of the fingerprints.</param>
internal sealed class SteadySound(FrontEnd frontEnd)
{
    /// <summary>
    /// The loudest frame of steady sound is less than this above the quietest one. With 2 dB some hums are still words to a model. With
    /// 5 dB words in loud noise are lost: 5 of 235 where it is 2 dB below them.
    /// </summary>
    private const double Decibels = 3;

    /// <summary>A shorter fingerprint may lie within a vowel, which is steady too.</summary>
    private const double ShortestSeconds = 0.5;

    private readonly int _coefficients = frontEnd.CoefficientCount;

    /// <summary>
    /// The decibels in steps of the first coefficient, sqrt(2 / B) times the sum of the logarithms of the B bands, which all grow alike.
    /// </summary>
    private readonly double _steps = frontEnd.ClipLength < ShortestSeconds * frontEnd.SampleRate
        ? double.NegativeInfinity
        : Decibels / 20 * Math.Log(10) * Math.Sqrt(2.0 * frontEnd.BandCount) * (1 << frontEnd.FractionBits);

    /// <summary>True if a fingerprint is one of steady sound.</summary>
    public bool Is(ReadOnlySpan<sbyte> fingerprint)
    {
        int quietest = sbyte.MaxValue;
        int loudest = sbyte.MinValue;
        for (int i = 0; i < fingerprint.Length; i += _coefficients)
        {
            quietest = Math.Min(quietest, fingerprint[i]);
            loudest = Math.Max(loudest, fingerprint[i]);
        }

        return loudest - quietest < _steps;
    }
}
