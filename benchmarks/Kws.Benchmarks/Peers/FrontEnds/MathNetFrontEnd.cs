using Kws.Audio;
using Kws.Audio.Tests.Support;
using MathNet.Numerics.IntegralTransforms;

namespace Kws.Benchmarks.Peers.FrontEnds;

/// <summary>The plain front end with the transform of real numbers of Math.NET Numerics.</summary>
internal sealed class MathNetFrontEnd(FingerprintOptions options) : PlainFrontEnd(options)
{
    private readonly double[] _data = new double[options.TransformLength + 2];

    protected override void Transform(double[] re, double[] im)
    {
        re.CopyTo(_data, 0);
        Fourier.ForwardReal(_data, re.Length, FourierOptions.NoScaling);
        for (int k = 0; k <= re.Length / 2; k++)
        {
            re[k] = _data[2 * k];
            im[k] = _data[(2 * k) + 1];
        }
    }
}
