using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Draws how loud the parts of an example are.</summary>
internal static class Level
{
    /// <summary>The part of words with noise.</summary>
    private const double NoiseShare = 0.5;

    /// <summary>Below so small a mean square there is nothing to scale.</summary>
    private const double LeastPower = 0.01;

    /// <summary>The factor of the amplitude of a word: -10 to 6 dB.</summary>
    public static double Volume(RandomStream random) => Loudness.Factor(random.Between(-10, 6));

    /// <summary>
    /// The factor of the amplitude of noise that is 8 to 36 dB below a word; 0 for half of all words, which have none.
    /// </summary>
    /// <param name="wordPower">The mean square of the word.</param>
    /// <param name="noisePower">The mean square of the noise.</param>
    /// <param name="random">Decides.</param>
    public static double Noise(double wordPower, double noisePower, RandomStream random) =>
        random.Happens(NoiseShare) && noisePower > LeastPower
            ? Math.Sqrt(wordPower / noisePower) * Loudness.Factor(-random.Between(8, 36))
            : 0;

    /// <summary>The factor of the amplitude of soft noise: up to a tenth of its own volume; 0 for a fifth of all words.</summary>
    /// <param name="random">Decides.</param>
    public static double Background(RandomStream random) => random.Happens(0.8) ? random.Between(0, 0.1) : 0;

    /// <summary>The factor that gives noise alone a root mean square between 1 and 8,000, every decibel as likely.</summary>
    /// <param name="power">The mean square of the noise.</param>
    /// <param name="random">Decides.</param>
    public static double NoiseAlone(double power, RandomStream random) =>
        power > LeastPower ? Math.Pow(8000, random.NextDouble()) / Math.Sqrt(power) : 0;
}
