using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>The counts of a job: all that it knows of the items that are done.</summary>
internal interface IJobCounts
{
    /// <summary>The counts, as a journal has them; the first one is the number of items.</summary>
    ImmutableArray<long> Counts { get; }

    /// <summary>Goes on from the counts of a journal.</summary>
    void Restore(ImmutableArray<long> counts);
}

/// <summary>Runs jobs.</summary>
internal static class Job
{
    /// <summary>Does a job, or the rest of it, such that nothing is lost when it is interrupted.</summary>
    /// <param name="files">Its files. <see cref="JobFiles.IsSaved"/> tells after a failure whether it can be resumed.</param>
    /// <param name="counts">Its counts.</param>
    /// <param name="resume">Goes on with a job that was interrupted.</param>
    /// <param name="notice">See <see cref="JobFiles.Open"/>.</param>
    /// <param name="work">Does what is left behind the state of a journal, or all.</param>
    /// <param name="cancellationToken">Ends waiting for another process.</param>
    public static async Task RunAsync(
        JobFiles files, IJobCounts counts, bool resume, Action<string>? notice, Func<Journal?, Task> work,
        CancellationToken cancellationToken)
    {
        Journal? journal = files.Open(resume, notice, cancellationToken);
        try
        {
            if (journal is not null)
            {
                if (journal.Counts.Length != counts.Counts.Length)
                {
                    throw new KwsFormatException(
                        files.JournalPath, 0, $"the journal has {journal.Counts.Length} counts, expected {counts.Counts.Length}");
                }

                counts.Restore(journal.Counts);
            }

            if (journal is not { IsComplete: true })
            {
                await work(journal).ConfigureAwait(false);
                files.Complete(counts.Counts);
            }

            files.Publish();
        }
        catch
        {
            files.Keep(counts.Counts);
            throw;
        }
    }
}
