using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Audio.Extraction;
using Kws.Audio.Tests.Support;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>
/// The front end of ARM's 8-bit deployments against the features that a program in plain Python computed, data/cmsis-front-end.py.
/// </summary>
public class CmsisFrontEndTests
{
    /// <summary>The distance to a middle between two integers from which single precision decides the rounding.</summary>
    private const double Near = 2e-3;

    private static readonly ILookup<(string, string), double[]> Rows = File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "cmsis-front-end.csv")).Skip(1).Select(line => line.Split(','))
        .ToLookup(
            cells => (cells[0], cells[1]), cells => cells[3..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());

    public static TheoryData<string, string> Cases => [.. Rows.Select(rows => rows.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Features_are_those_of_the_deployment(string deployment, string sound)
    {
        FrontEnd frontEnd = deployment == "cmsis-dnn" ? Of(640, 25, 2) : Of(320, 49, 1);
        sbyte[] fingerprint = new sbyte[frontEnd.FrameCount * 10];
        new FingerprintExtractor(frontEnd).Extract(SoundOf(sound), fingerprint);
        double[] expected = [.. Rows[(deployment, sound)].SelectMany(row => row)];
        Assert.Equal(expected.Length, fingerprint.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            int integer = Integer(expected[i]);
            if (fingerprint[i] != integer)
            {
                Assert.Contains(fingerprint[i], (int[])[Integer(expected[i] - Near), Integer(expected[i] + Near)]);
            }
        }
    }

    /// <summary>No sound gives a coefficient in the middle between two integers, so the rounding alone is looked at here.</summary>
    [Fact]
    public void Ties_are_rounded_away_from_zero()
    {
        float[] values =
        [
            .. from integer in Enumerable.Range(-128, 256)
               from fraction in (float[])[-0.5f, -0.25f, 0, 0.5f]
               let value = integer + fraction
               from near in (float[])[MathF.BitDecrement(value), value, MathF.BitIncrement(value)]
               select near,
        ];
        int[] expected = [.. values.Select(value => (int)MathF.Round(value, MidpointRounding.AwayFromZero))];
        Assert.Equal(expected, Rounded<Lanes4, Vector128<float>>(values));
        Assert.Equal(expected, Rounded<WrittenOutLanes8, Vector256<float>>(values));
        if (Avx.IsSupported)
        {
            Assert.Equal(expected, Rounded<Lanes8, Vector256<float>>(values));
        }
    }

    private static unsafe int[] Rounded<TLanes, TVector>(float[] values)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        var input = new AlignedArray<float>(values.Length);
        var output = new AlignedArray<float>(values.Length);
        values.CopyTo(new Span<float>(input.Address, values.Length));
        for (int i = 0; i < values.Length; i += TLanes.Count)
        {
            TLanes.StoreRoundedAway(TLanes.Load(input.Address + i), (int*)output.Address + i);
        }

        int[] rounded = new Span<int>(output.Address, values.Length).ToArray();
        GC.KeepAlive(input);
        GC.KeepAlive(output);
        return rounded;
    }

    private static int Integer(double value) =>
        (int)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), sbyte.MinValue, sbyte.MaxValue);

    private static FrontEnd Of(int hop, int frames, int fraction) => new()
    {
        WindowLength = 640,
        HopLength = hop,
        FrameCount = frames,
        Bits = 8,
        FractionBits = fraction,
        Rounding = MidpointRounding.AwayFromZero,
    };

    /// <summary>The sounds of the program.</summary>
    private static short[] SoundOf(string name) => name switch
    {
        "loud" => Noise(16_000, 32_767, 1),
        "quiet" => Noise(16_000, 12, 2),
        "short" => Noise(5000, 3000, 3),
        "square" => [.. Noise(16_000, 100, 4).Select((x, i) => (short)((i / 37 % 2 == 1 ? 8000 : -8000) + x))],
        "zeros" => new short[16_000],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "unknown sound"),
    };

    private static short[] Noise(int length, int amplitude, uint seed)
    {
        short[] samples = new short[length];
        for (int i = 0; i < length; i++)
        {
            seed = unchecked((1103515245 * seed) + 12345) & int.MaxValue;
            samples[i] = (short)((((int)(seed >> 15) - 32768) * amplitude) >> 15);
        }

        return samples;
    }
}
