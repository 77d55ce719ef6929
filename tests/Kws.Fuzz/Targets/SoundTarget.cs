using System.Runtime.InteropServices;
using Kws.Audio;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fuzz.Targets;

/// <summary>
/// Sound through the integer front end: the fast one gives the integers of the plain one, whose sums and products are checked. The first
/// byte chooses the settings, the others are samples of 16 bits.
/// </summary>
internal static class SoundTarget
{
    private static readonly FrontEnd[] FrontEnds =
    [
        .. from bits in Enumerable.Range(8, 9)
        from window in (int[])[80, 400, 640, 1024]
        select new FrontEnd
        {
            Arithmetic = FrontEndArithmetic.Integers,
            TransformBits = bits,
            WindowLength = window,
            HopLength = 300,
            FrameCount = 2,
            BandCount = window == 80 ? 12 : 40,
            Bits = 8,
            FractionBits = 2,
        },
    ];

    private static readonly (FingerprintExtractor Fast, ReferenceFrontEnd Plain)?[] Known =
        new (FingerprintExtractor, ReferenceFrontEnd)?[FrontEnds.Length];

    public static void Run(byte[] input)
    {
        if (input.Length == 0)
        {
            return;
        }

        int index = input[0] % FrontEnds.Length;
        (FingerprintExtractor fast, ReferenceFrontEnd plain) =
            Known[index] ??= (new FingerprintExtractor(FrontEnds[index]), new ReferenceFrontEnd(FrontEnds[index]));
        short[] samples = MemoryMarshal.Cast<byte, short>(input.AsSpan(1, (input.Length - 1) / 2 * 2)).ToArray();
        var fingerprint = new sbyte[fast.FingerprintLength];
        fast.Extract(samples, fingerprint);
        Target.Require(fingerprint.AsSpan().SequenceEqual(plain.Extract(samples)), "other integers than those of the plain front end");
    }
}
