namespace Kws.Training.Data;

/// <summary>The number of cases of each class that were classified as each.</summary>
/// <param name="classes">How many classes there are.</param>
public sealed class ConfusionMatrix(int classes)
{
    private readonly long[] _counts = new long[classes * classes];

    /// <summary>The number of classes.</summary>
    public int Classes => classes;

    /// <summary>The number of cases counted.</summary>
    public long Count => _counts.Sum();

    /// <summary>The number of cases of one class that were classified as another, or as itself.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The class that they were classified as.</param>
    public long this[int truth, int predicted] => _counts[(truth * classes) + predicted];

    /// <summary>The cases that were classified as what they are.</summary>
    public Proportion Accuracy => new(Each(c => this[c, c]).Sum(), Count);

    /// <summary>
    /// The mean of the recalls of the classes that occur, each of the same weight however many cases it has; null if none occurs.
    /// </summary>
    public double? BalancedAccuracy => Each(c => Recall(c).Value).Average();

    /// <summary>Counts one case.</summary>
    /// <param name="truth">The true class.</param>
    /// <param name="predicted">The class that it was classified as.</param>
    public void Add(int truth, int predicted) => _counts[(truth * classes) + predicted]++;

    /// <summary>Counts several cases.</summary>
    internal void Add(int truth, int predicted, long count) => _counts[(truth * classes) + predicted] += count;

    /// <summary>Of the cases of a class, those that were classified as it.</summary>
    /// <param name="c">The class.</param>
    public Proportion Recall(int c) => new(this[c, c], Each(predicted => this[c, predicted]).Sum());

    /// <summary>Of the cases that were classified as a class, those that are of it.</summary>
    /// <param name="c">The class.</param>
    public Proportion Precision(int c) => new(this[c, c], Each(truth => this[truth, c]).Sum());

    private IEnumerable<T> Each<T>(Func<int, T> value) => Enumerable.Range(0, classes).Select(value);
}
