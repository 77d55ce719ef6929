using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>All parts of a job, in order.</summary>
internal static class PartSet
{
    /// <summary>Puts parts in order, and finds out whether they are all parts of one job.</summary>
    /// <param name="parts">One output of every part, in any order.</param>
    /// <exception cref="KwsFormatException">They are of different jobs; one part is there twice, or one is missing.</exception>
    public static IReadOnlyList<FinishedPart> Of(IEnumerable<FinishedPart> parts)
    {
        FinishedPart[] found = [.. parts];
        foreach (FinishedPart part in found)
        {
            if (DifferenceOf(part, found[0]) is { } difference)
            {
                throw new KwsFormatException(part.Path, 0, difference);
            }
        }

        FinishedPart[] sorted = [.. found.OrderBy(part => part.Journal.Part)];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Journal.Part == sorted[i - 1].Journal.Part)
            {
                throw new KwsFormatException(sorted[i].Path, 0, $"this is part {sorted[i].Number}, as {sorted[i - 1].Path} is");
            }
        }

        RequireAll(sorted);
        CheckSharedInputs(sorted);
        return sorted;
    }

    private static string? DifferenceOf(FinishedPart part, FinishedPart first) =>
        part.Journal.Job != first.Journal.Job ? $"this has another model, other options or other formats than {first.Path}"
        : part.Output.Format != first.Output.Format ? $"these are {part.Output.Format}, those of {first.Path} {first.Output.Format}"
        : part.Journal.Parts != first.Journal.Parts ? $"this is part {part.Number}, but {first.Path} is part {first.Number}"
        : part.Journal.Whole != first.Journal.Whole ? $"the inputs of this job are not those of {first.Path}"
        : null;

    private static void RequireAll(FinishedPart[] sorted)
    {
        int count = sorted[0].Journal.Parts;
        if (sorted.Length < count)
        {
            int first = sorted.TakeWhile((part, i) => part.Journal.Part == i + 1).Count() + 1;
            throw new KwsFormatException(sorted[0].Path, 0, sorted.Length == count - 1
                ? $"part {first}/{count} of this job is missing"
                : $"of the {count} parts of this job {count - sorted.Length} are missing, the first one is {first}/{count}");
        }
    }

    /// <summary>
    /// Parts that share an input must have read the same one. When it was written is of no account: each machine may have its own copy.
    /// </summary>
    private static void CheckSharedInputs(FinishedPart[] sorted)
    {
        var inputs = new Dictionary<string, (FinishedPart Part, InputIdentity Identity)>();
        foreach (FinishedPart part in sorted)
        {
            foreach (InputIdentity input in part.Journal.Inputs.Where(input => input.Clips is null))
            {
                if (!inputs.TryAdd(input.Name, (part, input))
                    && inputs[input.Name].Identity.DifferenceOfContentTo(input) is { } difference)
                {
                    throw new KwsFormatException(
                        part.Path, 0, $"the input {input.Name} is not that of {inputs[input.Name].Part.Path}: {difference}");
                }
            }
        }
    }
}
