using FsCheck.Xunit;
using Kws.Training.Optimizer;

namespace Kws.Training.Tests.Optimizer;

public class SoftmaxLossTests
{
    /// <summary>The relative step of a logit and of the scale.</summary>
    private const double Change = 1e-6;

    [Property(MaxTest = 200)]
    public void Gradients_are_those_of_finite_differences(int seed)
    {
        var random = new Random(seed);
        double size = Math.ScaleB(1, random.Next(0, 20));
        double[] logits = [.. Enumerable.Range(0, random.Next(2, 13)).Select(_ => size * ((2 * random.NextDouble()) - 1))];
        int label = random.Next(logits.Length);
        double scale = 3 / size;
        var gradient = new float[logits.Length];
        double scaleGradient = SoftmaxLoss.Of(logits, label, scale, gradient).ScaleGradient;

        AssertNear(scaleGradient, (Loss(logits, scale * Math.Exp(Change)) - Loss(logits, scale * Math.Exp(-Change))) / (2 * Change));
        for (int i = 0; i < logits.Length; i++)
        {
            int moved = i;
            double slope = (Loss(Moved(Change), scale) - Loss(Moved(-Change), scale)) / (2 * Change);
            AssertNear(gradient[i] * size, slope);

            double[] Moved(double by) => [.. logits.Select((logit, k) => k == moved ? logit + (by * size) : logit)];
        }

        double Loss(double[] values, double by) => SoftmaxLoss.Of(values, label, by, new float[logits.Length]).Loss;

        static void AssertNear(double actual, double slope) => Assert.InRange(actual, slope - 1e-5, slope + 1e-5);
    }

    /// <summary>exp(100,000) exceeds every double.</summary>
    [Theory]
    [InlineData(0, 0, 100_000)]
    [InlineData(1, 100_000, 0)]
    public void Logits_far_apart_have_the_loss_of_their_distance(int label, double first, double second)
    {
        var gradient = new float[2];
        (double loss, double scaleGradient) = SoftmaxLoss.Of([first, second], label, 1, gradient);
        Assert.Equal((100_000, 100_000), (loss, scaleGradient));
        Assert.Equal(label == 0 ? [-1f, 1f] : [1f, -1f], gradient);
    }
}
