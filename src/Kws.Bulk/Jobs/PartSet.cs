using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>A complete part of a job, on disk.</summary>
/// <param name="Path">Its output, as the user named it.</param>
/// <param name="Journal">Its journal.</param>
/// <param name="Output">The output in the journal.</param>
internal sealed record FinishedPart(string Path, Journal Journal, JournalOutput Output)
{
    /// <summary>The number of items in it.</summary>
    public long Count => Journal.Counts[0];

    /// <summary>Opens the output, which must be as long as it was and end as it did.</summary>
    public FileStream Open()
    {
        var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        if (file.Length == Output.Length && PartFile.Tail(file.SafeFileHandle, file.Length) == Output.Tail)
        {
            return file;
        }

        long length = file.Length;
        file.Dispose();
        throw new KwsFormatException(
            Path, 0,
            length == Output.Length ? "the file does not end as the part did: it was changed"
                : $"the file has {length} bytes, expected {Output.Length}: it was changed");
    }
}

/// <summary>All parts of a job, in order, by the journals beside them.</summary>
internal static class PartSet
{
    /// <summary>Finds out which parts of which job some files are.</summary>
    /// <param name="paths">One output of every part, in any order.</param>
    /// <exception cref="KwsFormatException">
    /// A file is no part, or not complete; they are of different jobs; one part is there twice, or one is missing.
    /// </exception>
    public static IReadOnlyList<FinishedPart> Read(IReadOnlyList<string> paths)
    {
        FinishedPart[] found = [.. paths.Select(Read)];
        FinishedPart first = found[0];
        var parts = new FinishedPart?[first.Journal.Parts];
        foreach (FinishedPart part in found)
        {
            Journal journal = part.Journal;
            if ((journal.Job, journal.Parts, journal.Whole, part.Output.Format)
                != (first.Journal.Job, first.Journal.Parts, first.Journal.Whole, first.Output.Format))
            {
                throw new KwsFormatException(part.Path, 0, $"this is a part of another job than {first.Path}");
            }

            ref FinishedPart? place = ref parts[journal.Part - 1];
            place = place is null
                ? part
                : throw new KwsFormatException(part.Path, 0, $"this is part {journal.Part} of {journal.Parts}, as {place.Path} is");
        }

        int[] missing = [.. parts.Select((part, i) => part is null ? i + 1 : 0).Where(number => number > 0)];
        return missing.Length == 0
            ? [.. parts.OfType<FinishedPart>()]
            : throw new KwsFormatException(
                first.Path, 0,
                $"of the {parts.Length} parts of this job {missing.Length} are missing, the first one is {missing[0]}/{parts.Length}");
    }

    private static FinishedPart Read(string path)
    {
        string journalPath = Journal.PathFor(path);
        Journal journal = Journal.Read(journalPath)
            ?? throw new KwsFormatException(path, 0, $"this is no part of a job: there is no {journalPath}");
        return !journal.IsComplete
                ? throw new KwsFormatException(path, 0, "this part is not complete: its command with --resume continues it")
            : journal.Parts == 1 ? throw new KwsFormatException(path, 0, "this is a whole job, expected a part of one")
            : journal.OutputOf(Path.GetFileName(AtomicFile.Target(path))) is { } output ? new(path, journal, output)
            : throw new KwsFormatException(path, 0, $"{journalPath} is of another file");
    }
}
