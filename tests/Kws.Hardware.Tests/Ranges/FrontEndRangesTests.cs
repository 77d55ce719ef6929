using Kws.Hardware.Ranges;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Ranges;

/// <summary>Sound that is as loud as it can be stays within the bounds of every step, and comes near to most of them.</summary>
public class FrontEndRangesTests
{
    public static TheoryData<int, int> FrontEnds => [.. from bits in Enumerable.Range(8, 9) from window in Windows select (bits, window)];

    private static int[] Windows { get; } = [400, 1024];

    [Theory, MemberData(nameof(FrontEnds))]
    public void No_step_exceeds_its_bounds(int bits, int windowLength)
    {
        FrontEnd frontEnd = Integers(bits, windowLength);
        Dictionary<string, ValueRange> proven = FrontEndRanges.Of(frontEnd).ToDictionary(step => step.Name, step => step.Value);
        var reference = new ReferenceFrontEnd(frontEnd);
        foreach (short[] sound in Sounds(windowLength))
        {
            FrontEndTrace trace = reference.Trace(sound);
            foreach ((string step, IEnumerable<int> values) in Values(trace))
            {
                Assert.True(proven[step].Contains(ValueRange.Of(values)), $"{step}: {ValueRange.Of(values)}, proven {proven[step]}");
            }
        }
    }

    /// <summary>A windowed sample and a part of the spectrum fit the bits of the transform, whatever these are.</summary>
    [Theory, MemberData(nameof(FrontEnds))]
    public void The_widths_are_those_that_are_asked_for(int bits, int windowLength)
    {
        foreach (FrontEndStepRanges step in FrontEndRanges.Of(Integers(bits, windowLength)))
        {
            Assert.InRange(step.Sum!.Value.Bits, 1, 32 + (step.Name == "window" ? 16 - bits : 0));
            int most = step.Name switch
            {
                "window" or "transform, a stage" or "real spectrum" => bits,
                "bands" => 32,
                _ => 16,
            };
            Assert.InRange(step.Value.Bits, 1, most);
        }
    }

    /// <summary>The loudest sound rounds to the largest number of the bits, and not to the next one.</summary>
    [Fact]
    public void The_bound_of_windowed_samples_is_attained()
    {
        FrontEnd frontEnd = Integers(12, 1024);
        var reference = new ReferenceFrontEnd(frontEnd);
        Assert.Equal(2047, FrontEndRanges.Of(frontEnd)[0].Value.Greatest);
        Assert.Equal(2047, Sounds(1024).Max(sound => reference.Trace(sound).Windowed.Max()));
    }

    [Fact]
    public void Single_precision_is_refused() => Assert.Throws<ArgumentException>(() => FrontEndRanges.Of(new FrontEnd()));

    private static FrontEnd Integers(int bits, int windowLength) => new()
    {
        Arithmetic = FrontEndArithmetic.Integers,
        TransformBits = bits,
        WindowLength = windowLength,
    };

    private static IEnumerable<(string Step, IEnumerable<int> Values)> Values(FrontEndTrace trace) =>
    [
        ("window", trace.Windowed), ("real spectrum", trace.Re.Concat(trace.Im)), ("magnitude", trace.Magnitudes), ("bands", trace.Sums),
        ("logarithm", trace.Logarithms), ("cosines", trace.Coefficients.Select(value => (int)value)),
    ];

    private static IEnumerable<short[]> Sounds(int length)
    {
        var random = new Random(1);
        short[] Sound(Func<int, int> sample) => [.. Enumerable.Range(0, length).Select(i => (short)sample(i))];
        yield return Sound(_ => 0);
        foreach (int value in new[] { 1, -1, short.MaxValue, short.MinValue })
        {
            yield return Sound(_ => value);
            yield return Sound(i => i == length / 2 ? value : 0);
        }

        foreach (int period in new[] { 2, 3, 4, 8, 50, 333 })
        {
            yield return Sound(i => i % period < (period + 1) / 2 ? short.MaxValue : short.MinValue);
        }

        for (int i = 0; i < 20; i++)
        {
            yield return Sound(_ => random.Next(2) == 0 ? short.MaxValue : short.MinValue);
            yield return Sound(_ => random.Next(short.MinValue, short.MaxValue + 1));
        }
    }
}
