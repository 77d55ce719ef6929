using Kws.Training.Data;

namespace Kws.Training.Tests;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Figures_computed_by_hand()
    {
        // Class 0: 3 of 4 right, one classified as 1. Class 1: 1 of 2 right, one classified as 2. Class 2 does not occur.
        var matrix = new ConfusionMatrix(3);
        foreach ((int truth, int predicted) in new[] { (0, 0), (0, 1), (1, 2), (0, 0), (1, 1), (0, 0) })
        {
            matrix.Add(truth, predicted);
        }

        Assert.Equal((3L, 1L, 0L), (matrix[0, 0], matrix[0, 1], matrix[0, 2]));
        Assert.Equal((0L, 1L, 1L), (matrix[1, 0], matrix[1, 1], matrix[1, 2]));
        Assert.Equal(6, matrix.Count);
        Assert.Equal(new Proportion(4, 6), matrix.Accuracy);
        Assert.Equal((0.75 + 0.5) / 2, matrix.BalancedAccuracy);
        Assert.Equal([new(3, 4), new(1, 2), new(0, 0)], Enumerable.Range(0, 3).Select(matrix.Recall));
        Assert.Equal([new(3, 3), new(1, 2), new(0, 1)], Enumerable.Range(0, 3).Select(matrix.Precision));
        Assert.Null(matrix.Recall(2).Value);
        Assert.Null(matrix.Recall(2).Interval);
        Assert.Equal(WilsonInterval.Of(3, 4), matrix.Recall(0).Interval);
    }

    [Fact]
    public void Nothing_has_no_accuracy()
    {
        var matrix = new ConfusionMatrix(2);
        Assert.Equal((0L, null, null), (matrix.Count, matrix.Accuracy.Value, matrix.BalancedAccuracy));
    }
}
