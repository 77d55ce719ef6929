namespace Kws.Bulk;

/// <summary>The options of a job.</summary>
public sealed record BulkJobOptions
{
    /// <summary>The most threads that classify; -1 for one a processor.</summary>
    public int DegreeOfParallelism { get; init; } = -1;

    /// <summary>
    /// A file for fingerprints that cannot be classified, which are then left out: for each a line that begins with <c>#</c> and tells
    /// what is wrong, and a line with its values. Null to end at the first one with an exception.
    /// </summary>
    public string? SkippedPath { get; init; }

    /// <summary>
    /// Goes on with a job that was interrupted; begins it if there is none. A part that is complete is not done again, unless its files are
    /// missing or were changed.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// The part of the job that is done, or null for all of it: rows of NumPy arrays and raw files, row groups of Parquet files, whole
    /// files of text. The results of all parts, one after the other, are those of the whole. The journal of a part stays when it is
    /// complete: <c>kws merge</c> joins parts by their journals.
    /// </summary>
    public JobPart? Part { get; init; }

    /// <summary>The time between two saved states: a job that is killed loses the work of this time.</summary>
    public TimeSpan CheckpointInterval { get; init; } = DefaultCheckpointInterval;

    /// <summary>Called with every block, in order, after its results were written.</summary>
    public Action<ClassifiedBlock>? Classified { get; init; }

    /// <summary>Told what a resumed job waits for, and why a complete part is done again.</summary>
    internal Action<string>? Notice { get; init; }

    internal static TimeSpan DefaultCheckpointInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock for checkpoints and progress.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;
}
