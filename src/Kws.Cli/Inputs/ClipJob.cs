using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Listen;

namespace Kws.Cli;

/// <summary>Clips shared out to the parts of a job.</summary>
internal static class ClipJob
{
    /// <summary>The plan of a part: some of the clips, which are one input.</summary>
    /// <param name="input">All clips.</param>
    /// <param name="count">Their number.</param>
    /// <param name="part">The part; null for all.</param>
    public static PartPlan Plan(BulkInput input, int count, JobPart? part)
    {
        (long begin, long end) = ShareOf(part, count);
        return new(
            part, [new(input, "", new(begin, begin), new(end, end), end - begin)], begin, PartPlan.WholeOf([input], [""], [count]));
    }

    /// <summary>The clips of a part.</summary>
    public static Clip[] Take(Clip[] clips, JobPart part)
    {
        (long begin, long end) = part.ShareOf(clips.Length);
        return clips[(int)begin..(int)end];
    }

    private static (long Begin, long End) ShareOf(JobPart? part, int count) => part?.ShareOf(count) ?? (0, count);
}
