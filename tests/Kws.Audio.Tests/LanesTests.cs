using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Audio.Extraction;
using Kws.Audio.Tests.Support;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>
/// Both widths of vectors give the same bits. The wide one runs written out on every processor, and with its instructions where there is
/// AVX.
/// </summary>
public class LanesTests
{
    public static TheoryData<string> FrontEnds => [.. OracleTests.FrontEnds.Keys];

    [Theory]
    [MemberData(nameof(FrontEnds))]
    public void Every_width_gives_the_same_frames(string frontEnd)
    {
        FrontEnd options = OracleTests.FrontEnds[frontEnd];
        var narrow = new FrameExtractor<Lanes4, Vector128<float>>(options);
        var wide = new FrameExtractor<WrittenOutLanes8, Vector256<float>>(options);
        FrameExtractor ofThisProcessor = FrameExtractor.Create(options);
        for (int amplitude = 1; amplitude < short.MaxValue; amplitude *= 4)
        {
            foreach (int length in new[] { options.WindowLength, options.WindowLength / 3 })
            {
                short[] window = Sounds.Noise(length, amplitude, seed: amplitude);
                sbyte[] expected = Frame(narrow, window);
                Assert.Equal(expected, Frame(wide, window));
                Assert.Equal(expected, Frame(ofThisProcessor, window));
            }
        }

        sbyte[] Frame(FrameExtractor extractor, short[] window)
        {
            var frame = new sbyte[options.CoefficientCount];
            extractor.Run(window, frame);
            return frame;
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void Every_width_gives_the_same_spectrum(int length)
    {
        short[] samples = Sounds.Noise(length, 30_000, seed: length);
        float[] narrow = Magnitudes.Of<Lanes4, Vector128<float>>(samples);
        Assert.Equal(narrow, Magnitudes.Of<WrittenOutLanes8, Vector256<float>>(samples));
        if (Avx.IsSupported)
        {
            Assert.Equal(narrow, Magnitudes.Of<Lanes8, Vector256<float>>(samples));
        }
    }

    [Fact]
    public void Every_width_gives_the_same_logarithm()
    {
        for (uint bits = 0x0080_0000; bits < 0x7F80_0000; bits += 48_017)
        {
            float x = BitConverter.UInt32BitsToSingle(bits);
            float narrow = VectorLog<Lanes4, Vector128<float>>.Of(Vector128.Create(x))[0];
            Assert.Equal(Vector256.Create(narrow), VectorLog<WrittenOutLanes8, Vector256<float>>.Of(Vector256.Create(x)));
            if (Avx.IsSupported)
            {
                Assert.Equal(Vector256.Create(narrow), VectorLog<Lanes8, Vector256<float>>.Of(Vector256.Create(x)));
            }
        }
    }
}
