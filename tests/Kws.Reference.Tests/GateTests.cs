using FsCheck.Xunit;
using Kws.Model;
using Kws.Reference.Layers;

namespace Kws.Reference.Tests;

/// <summary>
/// Single numbers of recurrent layers against their formulas in double precision. A layer's outputs have 8 bits, which hide the last ones.
/// </summary>
public class GateTests
{
    [Property(MaxTest = 2000)]
    public void Functions_of_a_sum_round_it_half_up_to_an_argument_of_the_table(int sum, byte size)
    {
        long a = sum >> (size % 24);
        Assert.Equal((int)Math.Floor((32768 + Table(a, 64)) / 2), Gates.Sigmoid(a));
        Assert.Equal((int)Math.Floor((32768 - Table(a, 64)) / 2), Gates.OneMinusSigmoid(a));
        Assert.Equal((int)Table(a, 32), Gates.Tanh(a));
    }

    [Theory]
    [InlineData(long.MaxValue / 2)]
    [InlineData(long.MinValue / 2)]
    public void Sums_beyond_the_table_are_its_ends(long sum)
    {
        int end = Math.Sign(sum) * TanhTable.Value(TanhTable.MaxArgument);
        Assert.Equal(end, Gates.Tanh(sum));
        Assert.Equal((32768 + end) >> 1, Gates.Sigmoid(sum));
        Assert.Equal((32768 - end) >> 1, Gates.OneMinusSigmoid(sum));
    }

    [Property(MaxTest = 2000)]
    public void The_tanh_of_a_cell_has_twice_its_argument(short cell, byte bits)
    {
        int fraction = 7 + (bits % 7);
        double factor = Math.Pow(2, 13 - fraction);
        double most = Math.Floor(32767 / factor);
        Assert.Equal(TanhTable.Value((int)(Math.Clamp(cell, -most, most) * factor)), Gates.TanhOfCell(cell, fraction));
    }

    private static double Table(long sum, double divisor) =>
        TanhTable.Value((int)Math.Clamp(Math.Floor((sum / divisor) + 0.5), -TanhTable.MaxArgument, TanhTable.MaxArgument));
}
