namespace Kws.Bulk.Jobs;

/// <summary>Works out progress, several times a second.</summary>
internal sealed class ProgressMeter(IProgress<BulkProgress>? progress, IReadOnlyList<InputShare> shares, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly bool _hasLength = shares.All(share => share.Size is not null);
    private readonly double _size = shares.Sum(share => (double)(share.Size ?? 0));
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;
    private (int Input, long Size) _before;
    private (long Fingerprints, double Fraction)? _begin;

    /// <param name="block">The block that is done.</param>
    /// <param name="counter">Counts with it.</param>
    public void Report(FingerprintBlock block, SummaryCounter counter)
    {
        TimeSpan elapsed = time.GetElapsedTime(_start);
        if (progress is null || (_begin is not null && elapsed < _next))
        {
            return;
        }

        _next = elapsed + Interval;
        double? fraction = Fraction(block);
        _begin ??= (counter.Count - block.Count, fraction ?? 0);
        double rate = (counter.Count - _begin.Value.Fingerprints) / elapsed.TotalSeconds;
        double done = (fraction ?? 0) - _begin.Value.Fraction;

        // The conversion saturates: a process that was stopped for days has more ticks left than there are.
        TimeSpan? left = done > 0 ? new TimeSpan((long)(elapsed.Ticks * ((1 - fraction!.Value) / done))) : null;
        progress.Report(new(counter.Count, counter.Skipped, fraction, rate, left, shares[block.Input].Input.Name));
    }

    private double? Fraction(FingerprintBlock block)
    {
        if (!_hasLength)
        {
            return null;
        }

        while (_before.Input < block.Input)
        {
            _before = (_before.Input + 1, _before.Size + shares[_before.Input].Size!.Value);
        }

        InputShare share = shares[block.Input];
        long begin = (share.Start ?? block.Source!.Begin).Offset;
        long? end = share.Stop?.Offset ?? block.Source!.Length;
        double ofInput = end > begin ? (double)(block.End.Offset - begin) / (end.Value - begin) : 1;
        return Math.Min(1, (_before.Size + (ofInput * share.Size!.Value)) / Math.Max(1, _size));
    }
}
