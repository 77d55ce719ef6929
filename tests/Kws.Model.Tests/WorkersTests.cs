namespace Kws.Model.Tests;

public class WorkersTests
{
    [Fact]
    public void Minus_one_is_one_thread_a_processor_and_not_as_many_as_the_pool_adds() =>
        Assert.Equal(Environment.ProcessorCount, Workers.AtMost(-1));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_small_number_stays(int threads) => Assert.Equal(threads, Workers.AtMost(threads));

    [Fact]
    public void More_than_four_a_processor_are_four() => Assert.Equal(4 * Environment.ProcessorCount, Workers.AtMost(int.MaxValue));
}
