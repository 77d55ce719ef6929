namespace Kws.Listen.Streams;

/// <summary>The mean scores of the last hops; hops before the start count as 0.</summary>
/// <param name="labelCount">The number of labels.</param>
/// <param name="hops">The number of hops that are averaged.</param>
internal sealed class ScoreSmoother(int labelCount, int hops)
{
    /// <summary>Scores of the last hops, the newest at the end.</summary>
    private readonly float[] _scores = new float[hops * labelCount];

    private readonly double[] _means = new double[labelCount];

    /// <summary>The mean score of every label.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The label with the largest mean, the first one on a tie.</summary>
    public int Leader { get; private set; }

    /// <summary>The largest mean less the second one; the largest if there is one label alone.</summary>
    public double Margin
    {
        get
        {
            double second = 0;
            for (int label = 0; label < labelCount; label++)
            {
                second = label == Leader ? second : Math.Max(second, _means[label]);
            }

            return _means[Leader] - second;
        }
    }

    /// <summary>Takes the scores of the next hop in.</summary>
    public void Add(ReadOnlySpan<float> scores)
    {
        _scores.AsSpan(labelCount).CopyTo(_scores);
        scores.CopyTo(_scores.AsSpan(_scores.Length - labelCount));
        Leader = 0;
        for (int label = 0; label < labelCount; label++)
        {
            _means[label] = MeanOf(label);
            Leader = _means[label] > _means[Leader] ? label : Leader;
        }
    }

    public void Reset()
    {
        Array.Clear(_scores);
        Array.Clear(_means);
        Leader = 0;
    }

    private double MeanOf(int label)
    {
        double sum = 0;
        for (int i = label; i < _scores.Length; i += labelCount)
        {
            sum += _scores[i];
        }

        return sum / hops;
    }
}
