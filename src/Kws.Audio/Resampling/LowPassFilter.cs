namespace Kws.Audio.Resampling;

/// <summary>
/// The filter between two sample rates: a sinc under a Kaiser window, flat up to 0.9 of the lower Nyquist frequency and 100 dB down from
/// that frequency on.
/// </summary>
/// <remarks>
/// Output k lies at input position k x From / To. With the rates in lowest terms that is an integer and a phase of so many To-ths, and each
/// phase has taps of its own. They are computed with the basic operations of IEEE 754 and <see cref="double.SinPi"/>, which is managed
/// code, never with the mathematics library of the platform, so that they are the same on every processor. NAudio's resampler, which was
/// measured against this one, takes its sines from that library, and for 80 dB at 44.1 and 48 kHz needs a sinc of 1,024 samples and 15
/// times as long.
/// </remarks>
internal sealed class LowPassFilter
{
    /// <summary>Samples of the lower rate on either side: by Kaiser's formula 128 taps in all give 100 dB and that transition.</summary>
    private const int HalfWidth = 64;

    /// <summary>Kaiser's shape parameter for 100 dB: 0.1102 (100 - 8.7).</summary>
    private const double Beta = 10.06;

    /// <summary>The middle of the transition in units of the lower Nyquist frequency.</summary>
    private const double Cutoff = 0.95;

    /// <summary>Most taps that are kept (16 MB): enough for all pairs of common rates. With more, every output computes its own.</summary>
    private const int MaxKept = 1 << 21;

    /// <summary>The coefficients of I0(2 sqrt(y)) = sum of y^k / (k!)^2, the last one first: as many as double precision needs.</summary>
    private static readonly double[] Bessel = BesselSeries(28);

    /// <summary>The rates of one run rarely change from clip to clip.</summary>
    private static volatile LowPassFilter? _latest;

    private readonly double[] _taps;

    private LowPassFilter(int from, int to)
    {
        (From, To) = (from, to);
        Half = (int)Math.Ceiling(HalfWidth * (double)Math.Max(from, to) / to);
        Half += -Half & 3;
        _taps = new double[(long)to * TapCount <= MaxKept ? to * TapCount : 0];
        for (int phase = 0; phase < _taps.Length / TapCount; phase++)
        {
            Compute(phase, _taps.AsSpan(phase * TapCount, TapCount));
        }
    }

    /// <summary>The rate of the input, in lowest terms with the other.</summary>
    public int From { get; }

    /// <summary>The rate of the output, in lowest terms with the other.</summary>
    public int To { get; }

    /// <summary>Taps before the position of an output and at it; there are as many behind it. A multiple of 4, for whole vectors.</summary>
    public int Half { get; }

    /// <summary>Taps of one output.</summary>
    public int TapCount => 2 * Half;

    public static LowPassFilter Between(int fromRate, int toRate)
    {
        int divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromRate, toRate);
        (int from, int to) = (fromRate / divisor, toRate / divisor);
        LowPassFilter? filter = _latest;
        if (filter is null || (filter.From, filter.To) != (from, to))
        {
            _latest = filter = new LowPassFilter(from, to);
        }

        return filter;
    }

    /// <summary>The taps of a phase, for inputs in their order.</summary>
    /// <param name="phase">How far the output lies behind the last input of the first half: phase / <see cref="To"/> of an input.</param>
    /// <param name="scratch">Room for the taps where they are not kept.</param>
    public ReadOnlySpan<double> Taps(int phase, Span<double> scratch)
    {
        if (_taps.Length > 0)
        {
            return _taps.AsSpan(phase * TapCount, TapCount);
        }

        Compute(phase, scratch);
        return scratch;
    }

    private void Compute(int phase, Span<double> taps)
    {
        double sum = 0;
        for (int i = 0; i < taps.Length; i++)
        {
            // In samples of the lower rate.
            double distance = (phase + ((long)To * (Half - 1 - i))) / (double)Math.Max(From, To);
            taps[i] = Tap(distance);
            sum += taps[i];
        }

        // Every phase passes a constant unchanged.
        for (int i = 0; i < taps.Length; i++)
        {
            taps[i] /= sum;
        }
    }

    private static double Tap(double distance)
    {
        double relative = distance / HalfWidth;
        if (Math.Abs(relative) >= 1)
        {
            return 0;
        }

        double y = Beta * Beta / 4 * (1 - (relative * relative));
        double window = 0;
        foreach (double coefficient in Bessel)
        {
            window = (window * y) + coefficient;
        }

        double x = Cutoff * distance;
        return window * (x == 0 ? 1 : double.SinPi(x) / (Math.PI * x));
    }

    private static double[] BesselSeries(int length)
    {
        var series = new double[length];
        double coefficient = 1;
        for (int k = 0; k < length; k++)
        {
            coefficient /= k == 0 ? 1 : (double)k * k;
            series[length - 1 - k] = coefficient;
        }

        return series;
    }
}
