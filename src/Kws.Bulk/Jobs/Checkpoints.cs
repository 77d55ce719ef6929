namespace Kws.Bulk.Jobs;

/// <summary>Saves the state of a job now and then.</summary>
/// <param name="files">The files of the job.</param>
/// <param name="counts">Its counts.</param>
/// <param name="interval">The time between two saved states.</param>
/// <param name="time">The clock.</param>
internal sealed class Checkpoints(JobFiles files, IJobCounts counts, TimeSpan interval, TimeProvider time)
{
    private long _last = time.GetTimestamp();

    /// <summary>Everything up to a position was added, and counted. True if the state was saved.</summary>
    public bool MoveTo(int input, SourcePosition position)
    {
        files.MoveTo(input, position);
        if (time.GetElapsedTime(_last) < interval)
        {
            return false;
        }

        files.Checkpoint(counts.Counts);
        _last = time.GetTimestamp();
        return true;
    }
}
