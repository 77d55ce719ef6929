using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>
/// Noise that is computed: white, pink, brown, of one band, humming, clicking and calling. The same every time.
/// </summary>
internal static class SynthesisedNoise
{
    /// <summary>Sounds of each kind, of other pitch and width.</summary>
    private const int Variants = 3;

    private const int Seconds = 4;
    private const double RootMeanSquare = 3000;

    private static readonly Func<RandomStream, int, Func<double>>[] Kinds = [White, Pink, Brown, Band, Hum, Clicks, Calls];

    /// <summary>All sounds, of the same power.</summary>
    /// <param name="sampleRate">Their rate.</param>
    public static IEnumerable<short[]> All(int sampleRate) =>
        from kind in Enumerable.Range(0, Kinds.Length)
        from variant in Enumerable.Range(0, Variants)
        select Render(Kinds[kind](new RandomStream(kind, variant), sampleRate), Seconds * sampleRate);

    private static Func<double> White(RandomStream random, int sampleRate) => () => random.Between(-1, 1);

    /// <summary>The filter of Paul Kellet, economy version: -3 dB per octave within half a decibel at any usual rate.</summary>
    private static Func<double> Pink(RandomStream random, int sampleRate)
    {
        (double a, double b, double c) = (0, 0, 0);
        return () =>
        {
            double white = random.Between(-1, 1);
            a = (0.99765 * a) + (0.0990460 * white);
            b = (0.96300 * b) + (0.2965164 * white);
            c = (0.57000 * c) + (1.0526913 * white);
            return a + b + c + (0.1848 * white);
        };
    }

    private static Func<double> Brown(RandomStream random, int sampleRate)
    {
        double sum = 0;
        double leak = 1 - (2 * Math.PI * 20 / sampleRate);
        return () => sum = (leak * sum) + random.Between(-1, 1);
    }

    /// <summary>White noise through a resonance, 100 Hz to 3 kHz.</summary>
    private static Func<double> Band(RandomStream random, int sampleRate)
    {
        double frequency = 100 * Math.Pow(30, random.NextDouble());
        double radius = 1 - random.Between(0.005, 0.08);
        double feedback = 2 * radius * Math.Cos(2 * Math.PI * frequency / sampleRate);
        (double last, double before) = (0, 0);
        return () =>
        {
            (last, before) = ((feedback * last) - (radius * radius * before) + random.Between(-1, 1), last);
            return last;
        };
    }

    /// <summary>The harmonics of mains or of a motor, with some noise.</summary>
    private static Func<double> Hum(RandomStream random, int sampleRate)
    {
        double pitch = random.Happens(0.5) ? 50 + (10 * random.Index(2)) : random.Between(70, 300);
        double[] amplitudes = [.. Enumerable.Range(1, 20).Select(harmonic => random.NextDouble() / harmonic)];
        double noise = random.Between(0.01, 0.2);
        double time = 0;
        return () =>
        {
            time += 1.0 / sampleRate;
            double sum = noise * random.Between(-1, 1);
            for (int i = 0; i < amplitudes.Length; i++)
            {
                sum += amplitudes[i] * Math.Sin(2 * Math.PI * pitch * (i + 1) * time);
            }

            return sum;
        };
    }

    /// <summary>Knocks at random times, several per second, each a resonance that dies away.</summary>
    private static Func<double> Clicks(RandomStream random, int sampleRate)
    {
        double rate = random.Between(1, 12) / sampleRate;
        double decay = 1 - (1 / (sampleRate * random.Between(0.002, 0.05)));
        double frequency = random.Between(200, 4000);
        (double amplitude, double time) = (0, 0);
        return () =>
        {
            amplitude = random.Happens(rate) ? random.Between(0.2, 1) : amplitude * decay;
            time += 1.0 / sampleRate;
            return (amplitude * Math.Sin(2 * Math.PI * frequency * time)) + random.Between(-0.002, 0.002);
        };
    }

    /// <summary>Voices without words, such as those of animals, infants and sirens: harmonics that glide, with gaps between.</summary>
    private static Func<double> Calls(RandomStream random, int sampleRate)
    {
        const int Harmonics = 12;
        double slope = random.Between(0.3, 2);
        double noise = random.Between(0, 0.05);
        (double time, double length, double gap) = (0, 0, 0);
        (double pitch, double octaves, double wobble, double phase) = (0, 0, 0, 0);
        return () =>
        {
            if (time >= length + gap)
            {
                (time, length, gap) = (0, random.Between(0.1, 1), random.Between(0.02, 0.6));
                (pitch, octaves, wobble) = (150 * Math.Pow(8, random.NextDouble()), random.Between(-1, 1), random.Between(0, 0.08));
            }

            time += 1.0 / sampleRate;
            double sum = noise * random.Between(-1, 1);
            double arc = time < length ? Math.Sin(Math.PI * time / length) : 0;
            double frequency = pitch * Math.Pow(2, octaves * arc) * (1 + (wobble * Math.Sin(40 * time)));
            phase += 2 * Math.PI * frequency / sampleRate;
            for (int harmonic = 1; harmonic <= Harmonics && harmonic * frequency < 0.45 * sampleRate && arc > 0; harmonic++)
            {
                sum += arc * Math.Sin(harmonic * phase) / Math.Pow(harmonic, slope);
            }

            return sum;
        };
    }

    private static short[] Render(Func<double> next, int length)
    {
        double[] values = [.. Enumerable.Range(0, length).Select(_ => next())];
        double scale = RootMeanSquare / Math.Sqrt(values.Average(value => value * value));
        return [.. values.Select(value => (short)Math.Clamp(scale * value, short.MinValue, short.MaxValue))];
    }
}
