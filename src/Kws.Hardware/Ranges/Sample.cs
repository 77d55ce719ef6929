namespace Kws.Hardware.Ranges;

/// <summary>
/// Every n-th of a row of fingerprints whose length is not known before: n doubles whenever more than <see cref="Capacity"/> would be
/// kept. In whatever order they are offered, the same ones remain. Safe for concurrent callers.
/// </summary>
internal sealed class Sample
{
    public const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, sbyte[]> _kept = [];
    private long _stride = 1;

    /// <summary>The kept fingerprints, in the order of the row.</summary>
    public IReadOnlyCollection<sbyte[]> Fingerprints => _kept.Values;

    /// <summary>Offers fingerprints that follow each other.</summary>
    /// <param name="first">The number of the first one, from 0.</param>
    /// <param name="fingerprints">The fingerprints.</param>
    /// <param name="length">The length of one.</param>
    public void Offer(long first, ReadOnlySpan<sbyte> fingerprints, int length)
    {
        long stride = Volatile.Read(ref _stride);
        long last = first + (fingerprints.Length / length) - 1;
        for (long index = (first + stride - 1) / stride * stride; index <= last; index += stride)
        {
            lock (_lock)
            {
                if (index % _stride == 0)
                {
                    _kept.Add(index, fingerprints.Slice((int)(index - first) * length, length).ToArray());
                    Thin();
                }
            }
        }
    }

    private void Thin()
    {
        while (_kept.Count > Capacity)
        {
            _stride *= 2;
            foreach (long index in _kept.Keys.Where(index => index % _stride != 0).ToArray())
            {
                _kept.Remove(index);
            }
        }
    }
}
