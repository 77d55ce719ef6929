using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Fast.Simd;
using Kws.Fast.Tests.Support;

namespace Kws.Fast.Tests;

/// <summary>AvxVnni is tested where the processor lacks its instructions, too: they are two, and simple enough to be written out.</summary>
public class VnniTests
{
    public static TheoryData<string> Stages => [.. Stage.All.Select(stage => stage.Name)];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Written_out_every_stage_equals_the_reference(string stage)
    {
        Assert.SkipUnless(VnniWrittenOut.Entry.IsSupported, "needs AVX2");
        StageTests.Check(VnniWrittenOut.Entry, Stage.All.Single(s => s.Name == stage), tests: 100);
    }

    [Fact]
    public void The_processor_computes_what_is_written_out()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "needs AVX-VNNI");
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
        {
            (Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) = (Any(random), Any(random), Any(random));
            Assert.Equal(WrittenOut.DotProduct8(sum, left, right), Vnni256.DotProduct8(sum, left, right));
            Assert.Equal(WrittenOut.MultiplyAccumulate16(sum, left, right), Vnni256.MultiplyAccumulate16(sum, left, right));
        }
    }

    /// <summary>Any bytes, or the extremes, at which an instruction that saturates would differ.</summary>
    private static Vector256<byte> Any(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            bytes = random.GetItems<byte>([0, 0x7F, 0x80, 0xFF], bytes.Length);
        }

        return Vector256.Create<byte>(bytes);
    }
}
