using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>
/// The files of a job on their way: results, and behind them the skipped fingerprints; and the journal that says how far they belong
/// together.
/// </summary>
internal sealed class JobParts(
    KwsModel model, IReadOnlyList<BulkInput> inputs, IReadOnlyList<BulkOutput> outputs, string? skippedPath) : IDisposable
{
    private readonly string _job = JobIdentity.Of(model, outputs);
    private readonly string[] _paths = [.. outputs.Select(output => output.Path).Concat(skippedPath is null ? [] : [skippedPath])];
    private ImmutableArray<InputIdentity> _identities;

    // Null where a complete job gave the output its name already.
    private PartFile?[] _parts = [];

    // How far everything belongs together: the parts may be longer, by a block that failed before it was complete.
    private long[] _lengths = [];
    private int _input;
    private SourcePosition _position;
    private string _journalPath = "";
    private bool _isComplete;
    private Task _saving = Task.CompletedTask;

    /// <summary>True if the state was saved, by this run or by the one that it resumes.</summary>
    public bool IsSaved { get; private set; }

    /// <summary>A job without outputs, or with an input that can be read only once, leaves nothing to resume.</summary>
    private bool IsResumable => outputs.Count > 0 && inputs.All(input => input.IsFile);

    /// <summary>Opens the parts, new or where an interrupted job left them.</summary>
    /// <returns>The journal of the interrupted job, or null to begin.</returns>
    public Journal? Open(bool resume, CancellationToken cancellationToken)
    {
        if (resume && !IsResumable)
        {
            throw new ArgumentException("only a job from files to files can be resumed", nameof(resume));
        }

        CheckTargets();
        Journal? journal = null;
        if (IsResumable)
        {
            _journalPath = $"{AtomicFile.Target(outputs[0].Path)}.journal";
            _identities = [.. inputs.Select(input =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return InputIdentity.Of(input);
            })];
            journal = resume ? Journal.Read(_journalPath) : null;
            journal?.Check(_journalPath, _job, _identities, _paths, outputs.Count);
        }

        IsSaved = journal is not null;
        _isComplete = journal is { IsComplete: true };
        _parts = new PartFile?[_paths.Length];
        _lengths = [.. _paths.Select(path => journal?.LengthOf(path) ?? 0)];
        try
        {
            for (int i = 0; i < _paths.Length; i++)
            {
                string path = _paths[i];
                int part = i;

                // A process that ends between the two would leave the part.
                TemporaryFiles.Uninterrupted(() =>
                {
                    _parts[part] = OpenPart(path, journal);
                    if (journal is null)
                    {
                        _parts[part]!.DeleteAtExit();
                    }
                });
            }
        }
        catch when (journal is null)
        {
            Discard();
            throw;
        }

        if (journal is null)
        {
            foreach ((PartFile? part, BulkOutput output) in _parts.Zip(outputs))
            {
                part!.Append(output.Format.Head(0));
            }

            if (IsResumable)
            {
                Journal.Delete(_journalPath);
            }
        }
        else
        {
            (_input, _position) = (journal.Input, journal.Position);
        }

        return journal;
    }

    /// <summary>Adds the results of a block, and its skipped fingerprints.</summary>
    public void Append(ClassifiedBlock block)
    {
        ReadOnlySpan<int> logits = block.Logits.Span;
        foreach ((PartFile? part, BulkOutput output) in _parts.Zip(outputs))
        {
            Span<byte> room = part!.Reserve(block.Count * output.Format.MaxBytes);
            part.Advance(output.Format.Encode(logits, block.FirstIndex, room));
        }

        foreach (BadFingerprint bad in block.Skipped)
        {
            _parts[^1]!.Append(bad.ToLines());
        }
    }

    /// <summary>Everything up to here was added.</summary>
    public void MoveTo(int input, SourcePosition position)
    {
        (_input, _position) = (input, position);
        for (int i = 0; i < _parts.Length; i++)
        {
            _lengths[i] = _parts[i]!.Length;
        }
    }

    /// <summary>
    /// Saves the state. The job continues while the disk writes; if it still writes the next time, that time is left out.
    /// </summary>
    public void Checkpoint(BulkSummary summary)
    {
        if (IsResumable && _saving.IsCompleted)
        {
            _saving.GetAwaiter().GetResult();
            Journal journal = State(summary, isComplete: false);
            _saving = Task.Run(() => Save(journal));
            IsSaved = true;
        }
    }

    /// <summary>After a failure: saves the state as it is, or removes the parts if the job had hardly begun.</summary>
    public void Keep(BulkSummary summary)
    {
        Try(() => _saving.GetAwaiter().GetResult());
        if (!IsSaved)
        {
            Try(Discard);
        }
        else if (_isComplete)
        {
            // Only names are missing, and the journal says so.
        }
        else
        {
            Try(() => Save(State(summary, isComplete: false)));
            IsSaved = File.Exists(_journalPath);
            if (!IsSaved)
            {
                // There was no room for the first state.
                Try(Discard);
                Try(() => Journal.Delete(_journalPath));
            }
        }

        // What fails here fails for the reason that is already being told, and the state before is still there.
        static void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    /// <summary>Everything was added. From here on the outputs only get their names.</summary>
    public void Complete(BulkSummary summary)
    {
        _saving.GetAwaiter().GetResult();
        foreach ((PartFile? part, BulkOutput output) in _parts.Zip(outputs))
        {
            part!.Flush();
            part.WriteHead(output.Format.Head(summary.Count));
        }

        if (IsSaved)
        {
            Save(State(summary, isComplete: true));
        }

        _isComplete = true;
    }

    /// <summary>Gives the outputs their names and removes the journal. Whoever is killed meanwhile can do it again.</summary>
    public void Publish()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i] is { } part)
            {
                part.Flush();
                part.FlushToDisk();
                part.Dispose();
                part.Publish(i < outputs.Count ? outputs[i].Format : null);
            }
        }

        if (IsSaved)
        {
            Journal.Delete(_journalPath);
        }
    }

    public void Dispose()
    {
        foreach (PartFile? part in _parts)
        {
            part?.Dispose();
        }
    }

    /// <summary>
    /// Said before anything is opened: two files of one name would lose one of them, and an output in the place of an input the input.
    /// </summary>
    private void CheckTargets()
    {
        string[] targets = [.. _paths.Select(AtomicFile.Target)];
        var sources = inputs.Where(input => input.IsFile).Select(input => AtomicFile.Target(input.Name)).ToHashSet();
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets.AsSpan(0, i).Contains(targets[i]))
            {
                throw new IOException($"{_paths[i]}: two outputs have this name");
            }

            if (sources.Contains(targets[i]))
            {
                throw new IOException($"{_paths[i]}: this is an input, which the results would replace");
            }
        }
    }

    private PartFile? OpenPart(string path, Journal? journal)
    {
        string target = AtomicFile.Target(path);
        if (_isComplete && !File.Exists(PartFile.PathFor(path)))
        {
            // It may have got its name before the job was killed.
            return File.Exists(target)
                ? null
                : throw new KwsFormatException(target, 0, "neither the file nor its part is there: the job cannot be resumed");
        }

        var part = new PartFile(path, journal?.LengthOf(path) ?? 0);
        if (journal?.TailOf(path) is { } tail && tail != part.Tail(journal.LengthOf(path)))
        {
            part.Dispose();
            throw new KwsFormatException(PartFile.PathFor(path), 0, "the file is that of another job: this one cannot be resumed");
        }

        return part;
    }

    private void Discard()
    {
        foreach (PartFile? part in _parts)
        {
            part?.Delete();
        }
    }

    private Journal State(BulkSummary summary, bool isComplete)
    {
        foreach (PartFile? part in _parts)
        {
            part!.Flush();
        }

        ImmutableArray<JournalOutput> lengths =
            [.. _parts.Zip(_lengths, (part, length) => new JournalOutput(part!.Target, length, part.Tail(length)))];
        return new(Journal.CurrentVersion, _job, _identities, _input, _position, lengths, summary, isComplete);
    }

    private void Save(Journal journal)
    {
        foreach (PartFile? part in _parts)
        {
            part!.FlushToDisk();
            part.KeepAtExit();
        }

        journal.Write(_journalPath);
    }
}
