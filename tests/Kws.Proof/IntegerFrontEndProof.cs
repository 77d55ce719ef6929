using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Audio.Extraction;
using Kws.Audio.Extraction.Integers;
using Kws.Model;
using Kws.Reference;

namespace Kws.Proof;

/// <summary>The integer front end gives the integers of the plain one on every processor and with vectors of either width.</summary>
internal static class IntegerFrontEndProof
{
    private const int Frames = 64;

    /// <summary>Every width that this processor has, with the number of frames that differ.</summary>
    public static IEnumerable<(string Width, int Different)> Compare()
    {
        yield return ("128 bits", Different(frontEnd => new IntegerFrameExtractor<IntegerLanes4, Vector128<short>>(frontEnd)));
        if (Avx2.IsSupported)
        {
            yield return ("256 bits", Different(frontEnd => new IntegerFrameExtractor<IntegerLanes8, Vector256<short>>(frontEnd)));
        }
    }

    private static int Different(Func<FrontEnd, FrameExtractor> create)
    {
        int different = 0;
        var random = new Random(1);
        foreach (FrontEnd settings in FrontEndProof.FrontEnds)
        {
            FrontEnd frontEnd = settings with { Arithmetic = FrontEndArithmetic.Integers };
            var reference = new ReferenceFrontEnd(frontEnd);
            FrameExtractor extractor = create(frontEnd);
            var samples = new short[frontEnd.WindowLength];
            var frame = new sbyte[frontEnd.CoefficientCount];
            for (int i = 0; i < Frames; i++)
            {
                foreach (ref short sample in samples.AsSpan())
                {
                    sample = (short)(random.Next(short.MinValue, short.MaxValue + 1) >> (i % 16));
                }

                extractor.Run(samples, frame);
                different += reference.Trace(samples).Coefficients.SequenceEqual(frame) ? 0 : 1;
            }
        }

        return different;
    }
}
