using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>
/// The journals of a job. While it runs there is one, beside its first output. Of a complete part there is one beside each output.
/// </summary>
internal sealed class JobJournals(JobDescription job)
{
    /// <summary>The journal beside the first output, which a job must have.</summary>
    public string Path => Journal.PathFor(job.Outputs[0].Path);

    /// <summary>The name of an output in the journal.</summary>
    /// <param name="output">As the user named it.</param>
    public string NameOf(string output) => System.IO.Path.GetRelativePath(DirectoryOf(Path), AtomicFile.Target(output));

    /// <summary>
    /// The journal of the job that was interrupted, or of the complete part; null if there is none, or all has to be done again.
    /// </summary>
    /// <param name="begin">The journal of the job of which nothing is done.</param>
    /// <param name="notice">Told why a complete part has to be done again.</param>
    /// <exception cref="KwsFormatException">It is that of another job, or damaged.</exception>
    public Journal? Read(Journal begin, Action<string> notice)
    {
        Journal? journal = Journal.Read(Path);
        journal?.Check(Path, begin);
        if (journal is null || ChangeOf(journal) is not { } change)
        {
            return journal;
        }

        notice($"{change} since it was finished: doing it again");
        return null;
    }

    /// <summary>
    /// Deletes the journals of outputs that are begun anew. That of a complete part stays: it is true until its output is replaced.
    /// </summary>
    public void DeleteInterrupted()
    {
        foreach (string path in job.Outputs.Select(output => Journal.PathFor(output.Path)).Where(path => !IsOfCompletePart(path)))
        {
            Journal.Delete(path);
        }
    }

    /// <summary>Deletes what is left of journals that could not be written.</summary>
    public void DeleteTemporary()
    {
        foreach ((string path, _) in job.Outputs)
        {
            Journal.DeleteTemporary(Journal.PathFor(path));
        }
    }

    /// <summary>
    /// The outputs have got their names. Beside each of a part a journal stays, which says which part it is, and has its hash. A whole job
    /// deletes its journal, and those of parts whose outputs it has replaced.
    /// </summary>
    public void Finish(Journal journal)
    {
        if (job.Plan.Part is null)
        {
            foreach ((string path, _) in job.Outputs)
            {
                Journal.Delete(Journal.PathFor(path));
            }

            return;
        }

        string directory = DirectoryOf(Path);
        JournalOutput[] outputs = [.. journal.Outputs.Select(output => output.IsSkipped || output.Hash.Length > 0
            ? output
            : output with { Hash = FinishedPart.HashOf(System.IO.Path.Combine(directory, output.Name)) })];
        (journal with { Outputs = [.. outputs] }).Write(Path);
        foreach (JournalOutput output in outputs.Skip(1).Where(output => !output.IsSkipped))
        {
            string other = System.IO.Path.Combine(directory, output.Name);
            (journal with { Outputs = [output with { Name = System.IO.Path.GetFileName(other) }] }).Write(Journal.PathFor(other));
        }
    }

    /// <summary>The change of an output that had its name already; null if there is none.</summary>
    private string? ChangeOf(Journal journal)
    {
        foreach (JournalOutput output in journal.Outputs.Where(output => journal.IsComplete && !output.IsSkipped))
        {
            string path = System.IO.Path.Combine(DirectoryOf(Path), output.Name);
            bool hasName = journal.IsPublished || !File.Exists($"{path}.part");
            if (hasName && !File.Exists(path))
            {
                return $"{path} was deleted";
            }

            if (journal.IsPublished && FinishedPart.HashOf(path) != output.Hash)
            {
                return $"{path} was changed";
            }
        }

        return null;
    }

    private static bool IsOfCompletePart(string path)
    {
        try
        {
            return Journal.Read(path) is { IsPublished: true };
        }
        catch (KwsFormatException)
        {
            return false;
        }
    }

    private static string DirectoryOf(string path) => System.IO.Path.GetDirectoryName(path)!;
}
