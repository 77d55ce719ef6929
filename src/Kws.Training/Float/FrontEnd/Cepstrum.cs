namespace Kws.Training.Float.FrontEnd;

/// <summary>The first coefficients of the DCT-II of the logarithms of mel bands.</summary>
/// <param name="bands">The number of bands.</param>
/// <param name="coefficients">The number of coefficients.</param>
internal sealed class Cepstrum(int bands, int coefficients)
{
    /// <summary>The smallest band whose logarithm is taken.</summary>
    private const double Floor = 1e-12;

    private readonly double[][] _cosines =
        [.. Enumerable.Range(0, coefficients).Select(k =>
            Enumerable.Range(0, bands).Select(band => Math.Cos(Math.PI / bands * k * (band + 0.5))).ToArray())];

    /// <summary>c[k] = sqrt(2 / bands) * sum over bands of log(band) * cos(pi / bands * k * (band + 1/2)).</summary>
    public double[] Of(ReadOnlySpan<double> sums)
    {
        double[] logarithms = new double[sums.Length];
        for (int band = 0; band < sums.Length; band++)
        {
            logarithms[band] = Math.Log(Math.Max(sums[band], Floor));
        }

        double scale = Math.Sqrt(2.0 / bands);
        return [.. _cosines.Select(row => scale * row.Zip(logarithms, (cosine, logarithm) => cosine * logarithm).Sum())];
    }
}
