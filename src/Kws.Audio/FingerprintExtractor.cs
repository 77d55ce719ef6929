namespace Kws.Audio;

/// <summary>Turns sound into fingerprints.</summary>
public sealed class FingerprintExtractor
{
    private readonly double[] _window;
    private readonly (double Re, double Im)[] _turns;
    private readonly double[] _centres;
    private readonly double[] _mel;

    /// <summary>Makes an extractor.</summary>
    /// <param name="options">The front end; null for that of the default model.</param>
    public FingerprintExtractor(FingerprintOptions? options = null)
    {
        Options = options ?? new FingerprintOptions();
        int n = Options.TransformLength;
        _window = [.. Enumerable.Range(0, Options.WindowLength).Select(i => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Options.WindowLength)))];
        _turns = [.. Enumerable.Range(0, n).Select(i => (Math.Cos(2 * Math.PI * i / n), -Math.Sin(2 * Math.PI * i / n)))];
        double low = Mel(Options.LowestFrequency);
        double step = (Mel(Options.HighestFrequency) - low) / (Options.BandCount + 1);
        _centres = [.. Enumerable.Range(0, Options.BandCount + 2).Select(i => low + (i * step))];
        _mel = [.. Enumerable.Range(0, (n / 2) + 1).Select(i => Mel((double)i * Options.SampleRate / n))];
    }

    /// <summary>The front end.</summary>
    public FingerprintOptions Options { get; }

    /// <summary>Values of one fingerprint: frames x coefficients.</summary>
    public int FingerprintLength => Options.FrameCount * Options.CoefficientCount;

    /// <summary>The fingerprint of a clip.</summary>
    /// <param name="samples">Sound at the sample rate of the options; a clip too short counts as followed by silence, and what is too much is not looked at.</param>
    /// <param name="fingerprint">Receives frames x coefficients values in [-32, 31], time-major.</param>
    /// <exception cref="ArgumentException">The fingerprint has the wrong length.</exception>
    public void Extract(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        for (int t = 0; t < Options.FrameCount; t++)
        {
            int start = Math.Min(t * Options.HopLength, samples.Length);
            ReadOnlySpan<short> rest = samples[start..];
            ExtractFrame(rest[..Math.Min(rest.Length, Options.WindowLength)], fingerprint.Slice(t * Options.CoefficientCount, Options.CoefficientCount));
        }
    }

    /// <summary>The coefficients of one window.</summary>
    /// <param name="samples">At most a window of sound; a shorter one counts as followed by silence.</param>
    /// <param name="frame">Receives the coefficients, values in [-32, 31].</param>
    /// <exception cref="ArgumentException">There are too many samples, or the frame has the wrong length.</exception>
    public void ExtractFrame(ReadOnlySpan<short> samples, Span<sbyte> frame)
    {
        int n = Options.TransformLength;
        var re = new double[n];
        var im = new double[n];
        for (int i = 0; i < samples.Length; i++)
        {
            re[i] = samples[i] / 32768.0 * _window[i];
        }

        Transform(re, im, 0, n, 1, new double[n], new double[n]);
        var bands = new double[Options.BandCount];
        for (int k = 0; k <= n / 2; k++)
        {
            double magnitude = Math.Sqrt((re[k] * re[k]) + (im[k] * im[k]));
            for (int b = 0; b < bands.Length; b++)
            {
                double up = (_mel[k] - _centres[b]) / (_centres[b + 1] - _centres[b]);
                double down = (_centres[b + 2] - _mel[k]) / (_centres[b + 2] - _centres[b + 1]);
                bands[b] += magnitude * Math.Max(0, Math.Min(up, down));
            }
        }

        for (int c = 0; c < frame.Length; c++)
        {
            double sum = 0;
            for (int b = 0; b < bands.Length; b++)
            {
                sum += Math.Log(Math.Max(bands[b], 1.17549435e-38)) * Math.Cos(Math.PI / bands.Length * c * (b + 0.5));
            }

            frame[c] = (sbyte)Math.Clamp(Math.Round(sum * Math.Sqrt(2.0 / bands.Length)), -32, 31);
        }
    }

    private void Transform(Span<double> re, Span<double> im, int start, int n, int turn, Span<double> re2, Span<double> im2)
    {
        if (n == 1)
        {
            return;
        }

        int half = n / 2;
        for (int i = 0; i < half; i++)
        {
            (re2[i], im2[i]) = (re[2 * i], im[2 * i]);
            (re2[half + i], im2[half + i]) = (re[(2 * i) + 1], im[(2 * i) + 1]);
        }

        Transform(re2[..half], im2[..half], start, half, 2 * turn, re[..half], im[..half]);
        Transform(re2[half..n], im2[half..n], start, half, 2 * turn, re[half..n], im[half..n]);
        for (int k = 0; k < half; k++)
        {
            (double c, double s) = _turns[k * turn];
            double a = (re2[half + k] * c) - (im2[half + k] * s);
            double b = (re2[half + k] * s) + (im2[half + k] * c);
            (re[k], im[k]) = (re2[k] + a, im2[k] + b);
            (re[half + k], im[half + k]) = (re2[k] - a, im2[k] - b);
        }
    }

    private static double Mel(double frequency) => 1127 * Math.Log(1 + (frequency / 700));
}
