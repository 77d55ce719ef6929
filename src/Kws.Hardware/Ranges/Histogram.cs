using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>The number of times that values occurred, in bins of equal width that cover a known range.</summary>
public sealed class Histogram
{
    /// <summary>Log2 of the most bins: wide sums are counted in steps of a part in 65,536 of their range.</summary>
    private const int MaxBits = 16;

    private readonly long _least;
    private readonly int _shift;
    private readonly long[] _counts;

    internal Histogram(ValueRange range)
    {
        _least = range.Least;
        while ((range.Greatest - range.Least) >> _shift >= 1 << MaxBits)
        {
            _shift++;
        }

        _counts = new long[((range.Greatest - range.Least) >> _shift) + 1];
    }

    /// <summary>The number of values that a bin covers: 1 where every value is counted by itself.</summary>
    public long Width => 1L << _shift;

    /// <summary>The number of values counted.</summary>
    public long Total => _counts.Sum();

    /// <summary>The bins that are not empty: least value and count, in ascending order.</summary>
    public IEnumerable<(long Least, long Count)> Bins =>
        _counts.Select((count, bin) => (_least + ((long)bin << _shift), count)).Where(bin => bin.count > 0);

    /// <summary>The least value that at least this share of all values do not exceed: the greatest one of its bin.</summary>
    /// <param name="share">From 0 to 1.</param>
    public long Percentile(double share)
    {
        long wanted = Math.Max(1, (long)Math.Ceiling(share * Total));
        foreach ((long least, long count) in Bins)
        {
            wanted -= count;
            if (wanted <= 0)
            {
                return least + Width - 1;
            }
        }

        throw new InvalidOperationException("nothing was counted");
    }

    /// <summary>Counts a value; one outside the range counts as its nearest end, since whoever checks bounds tells it better.</summary>
    internal void Add(long value) => _counts[Math.Clamp((value - _least) >> _shift, 0, _counts.Length - 1)]++;

    internal void Add(Histogram other)
    {
        for (int bin = 0; bin < _counts.Length; bin++)
        {
            _counts[bin] += other._counts[bin];
        }
    }
}
