namespace Kws.Bulk.Jobs;

/// <summary>Works out progress, several times a second.</summary>
internal sealed class ProgressMeter(IProgress<BulkProgress>? progress, IReadOnlyList<BulkInput> inputs, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly long[] _sizes = [.. inputs.Select(input => input.IsFile ? new FileInfo(input.Name).Length : 0)];
    private readonly bool _hasLength = inputs.All(input => input.IsFile);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;
    private (int Input, long Bytes) _before;
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
        progress.Report(new(counter.Count, counter.Skipped, fraction, rate, left, inputs[block.Input].Name));
    }

    private double? Fraction(FingerprintBlock block)
    {
        if (!_hasLength)
        {
            return null;
        }

        while (_before.Input < block.Input)
        {
            _before = (_before.Input + 1, _before.Bytes + _sizes[_before.Input]);
        }

        double ofInput = block.Source!.Length is > 0 and var length ? (double)block.End.Offset / length : 1;
        return Math.Min(1, (_before.Bytes + (ofInput * _sizes[block.Input])) / Math.Max(1, _sizes.Sum()));
    }
}
