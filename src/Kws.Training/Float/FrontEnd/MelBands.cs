namespace Kws.Training.Float.FrontEnd;

/// <summary>
/// Sums of a spectrum in triangles: each band rises from the centre of the band before it to its own and falls to that of the next one.
/// The centres are equally far apart on the mel scale.
/// </summary>
internal sealed class MelBands
{
    private readonly int _firstBin;
    private readonly int _lastBin;

    /// <summary>[bin, from the first one]: the band that falls there (-1 before the first centre) and its weight.</summary>
    private readonly (int Band, double Weight)[] _falling;

    private readonly int _bands;

    public MelBands(FloatFrontEnd frontEnd)
    {
        _bands = frontEnd.Bands;
        double hertzPerBin = (double)frontEnd.SampleRate / PowerSpectrum.LengthFor(frontEnd.WindowLength);

        // The bin of the lower edge is left out, as the constant part is.
        _firstBin = (int)(1.5 + (frontEnd.LowerFrequency / hertzPerBin));
        _lastBin = (int)(frontEnd.UpperFrequency / hertzPerBin);
        double low = Mel(frontEnd.LowerFrequency);
        double distance = (Mel(frontEnd.UpperFrequency) - low) / (_bands + 1);
        _falling = new (int, double)[Math.Max(_lastBin - _firstBin + 1, 0)];
        for (int i = 0; i < _falling.Length; i++)
        {
            double position = (Mel((_firstBin + i) * hertzPerBin) - low) / distance;
            int edge = Math.Min((int)position, _bands);
            _falling[i] = (edge - 1, edge + 1 - position);
        }
    }

    /// <summary>The sums of the square roots of the values of the bins.</summary>
    public double[] Of(ReadOnlySpan<double> spectrum)
    {
        double[] sums = new double[_bands];
        for (int bin = _firstBin; bin <= _lastBin; bin++)
        {
            (int band, double weight) = _falling[bin - _firstBin];
            double magnitude = Math.Sqrt(spectrum[bin]);
            if (band >= 0)
            {
                sums[band] += magnitude * weight;
            }

            if (band + 1 < _bands)
            {
                sums[band + 1] += magnitude * (1 - weight);
            }
        }

        return sums;
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));
}
