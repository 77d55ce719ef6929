using Kws.Listen.Streams;

namespace Kws.Listen.Tests;

public class ScoreSmootherTests
{
    [Fact]
    public void Means_are_those_of_the_last_hops_and_a_tie_has_the_first_label()
    {
        var smoother = new ScoreSmoother(3, 2);
        smoother.Add([0, 0.5f, 0.5f]);
        Assert.Equal([0, 0.25, 0.25], smoother.Means);
        Assert.Equal((1, 0), (smoother.Leader, smoother.Margin));
        smoother.Add([0, 0, 1]);
        Assert.Equal([0, 0.25, 0.75], smoother.Means);
        Assert.Equal((2, 0.5), (smoother.Leader, smoother.Margin));
        smoother.Add([0, 0, 0]);
        Assert.Equal([0, 0, 0.5], smoother.Means);
    }

    [Fact]
    public void After_a_reset_nothing_was_heard()
    {
        var smoother = new ScoreSmoother(2, 2);
        smoother.Add([0.25f, 0.75f]);
        smoother.Reset();
        Assert.Equal([0, 0], smoother.Means);
        Assert.Equal((0, 0), (smoother.Leader, smoother.Margin));
        smoother.Add([0, 1]);
        Assert.Equal([0, 0.5], smoother.Means);
    }
}
