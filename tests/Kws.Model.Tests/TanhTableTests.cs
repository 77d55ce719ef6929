namespace Kws.Model.Tests;

public class TanhTableTests
{
    [Fact]
    public void It_is_tanh_of_half_of_every_argument()
    {
        for (int z = -TanhTable.MaxArgument; z <= TanhTable.MaxArgument; z++)
        {
            double exact = Math.Tanh(z / 4096.0 / 2);
            Assert.InRange((TanhTable.Value(z) / 32768.0) - exact, -0.00027, 0.00027);
            Assert.Equal(-TanhTable.Value(z), TanhTable.Value(-z));
            Assert.True(z == -TanhTable.MaxArgument || TanhTable.Value(z) >= TanhTable.Value(z - 1) - 1, $"falls at {z}");
        }
    }

    [Fact]
    public void Its_parabolas_go_through_tanh_at_their_ends_and_at_their_middles_but_for_rounding()
    {
        for (int s = 0; s < 16; s++)
        {
            (double start, double middle, double end) = (Exact(s / 2.0), Exact((s + 0.5) / 2), Exact((s + 1) / 2.0));
            Assert.Equal(Math.Round(start), TanhTable.Constants[s]);
            Assert.Equal(Math.Round(2 * (start + end - (2 * middle))), TanhTable.Curvatures[s]);
            Assert.Equal(Math.Round(end), TanhTable.Constants[s] + TanhTable.Slopes[s] + TanhTable.Curvatures[s]);
        }

        static double Exact(double z) => 32768 * Math.Tanh(z / 2);
    }

    [Fact]
    public void An_argument_out_of_range_is_refused()
    {
        Assert.Throws<IndexOutOfRangeException>(() => TanhTable.Value(TanhTable.MaxArgument + 1));
        Assert.Throws<IndexOutOfRangeException>(() => TanhTable.Value(int.MaxValue));
    }
}
