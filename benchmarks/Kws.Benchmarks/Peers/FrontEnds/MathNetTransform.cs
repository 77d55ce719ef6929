using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;

namespace Kws.Benchmarks.Peers.FrontEnds;

/// <summary>The transform of real numbers of Math.NET Numerics, for the plain front end.</summary>
internal sealed class MathNetTransform
{
    private readonly int _length;
    private readonly double[] _data;

    public MathNetTransform(int length)
    {
        // It would hand out parts of so short a transform to several threads.
        Control.UseSingleThread();
        _length = length;
        _data = new double[length + 2];
    }

    public void Run(double[] re, double[] im)
    {
        re.CopyTo(_data, 0);
        Fourier.ForwardReal(_data, _length, FourierOptions.NoScaling);
        for (int k = 0; k <= _length / 2; k++)
        {
            re[k] = _data[2 * k];
            im[k] = _data[(2 * k) + 1];
        }
    }
}
