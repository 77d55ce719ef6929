using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>
/// The files of a job on their way: results, and behind them what was skipped; and the journal that says how far they belong together.
/// </summary>
internal sealed class JobFiles(JobDescription job, IReadOnlyCollection<BulkInput> inputs) : IDisposable
{
    private readonly IReadOnlyList<string> _paths = job.Paths;
    private readonly JobJournals _journals = new(job);

    // The state that is saved: how far everything belongs together. Parts may be longer, by a block that failed before it was complete.
    private Journal? _state;
    private JobLock? _lock;

    // Null where a complete job gave the output its name already.
    private PartFile?[] _parts = [];
    private long[] _lengths = [];
    private Task _saving = Task.CompletedTask;
    private volatile bool _isWritten;

    /// <summary>True if the state was saved, by this run or by the one that it resumes.</summary>
    public bool IsSaved { get; private set; }

    /// <summary>The journal of the job.</summary>
    public string JournalPath => _journals.Path;

    /// <summary>A job without outputs, or with an input that can be read only once, leaves nothing to resume.</summary>
    private bool IsResumable => job.Outputs.Count > 0 && inputs.All(input => input.CanReopen);

    /// <summary>Opens the parts, new or where an interrupted job left them.</summary>
    /// <param name="resume">Goes on with a job that was interrupted, if there is one.</param>
    /// <param name="notice">
    /// Told if another process does the same job: with resume, this one goes on when that one has ended. Told if a complete part has to be
    /// done again.
    /// </param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The journal of the interrupted job, or of the complete part; null to begin.</returns>
    public Journal? Open(bool resume, Action<string>? notice, CancellationToken cancellationToken)
    {
        if (resume && !IsResumable)
        {
            throw new ArgumentException("only a job from files to files can be resumed", nameof(resume));
        }

        job.CheckTargets(inputs);
        Journal? journal = null;
        if (IsResumable)
        {
            notice ??= _ => { };
            _lock = JobLock.Take(job.Outputs[0].Path, resume ? notice : null, cancellationToken);
            _state = job.Begin(Entries([]), cancellationToken);
            journal = resume ? _journals.Read(_state, notice) : null;
        }

        IsSaved = _isWritten = journal is not null;
        _lengths = [.. _paths.Select(path => journal?.OutputOf(_journals.NameOf(path))?.Length ?? 0)];
        try
        {
            OpenParts(journal);
        }
        catch when (journal is null)
        {
            Discard();
            throw;
        }

        if (journal is not null)
        {
            _state = journal;
            return journal;
        }

        foreach ((PartFile? part, (_, IOutputFormat format)) in _parts.Zip(job.Outputs))
        {
            part!.Append(format.Head(0));
        }

        if (IsResumable)
        {
            _journals.DeleteInterrupted();
        }

        return null;
    }

    /// <summary>The room for so many bytes behind the last ones of an output; <see cref="Advance"/> tells how many were used.</summary>
    public Span<byte> Reserve(int output, int bytes) => _parts[output]!.Reserve(bytes);

    /// <summary>So many bytes of the room were used.</summary>
    public void Advance(int output, int bytes) => _parts[output]!.Advance(bytes);

    /// <summary>Adds bytes to an output.</summary>
    public void Append(int output, ReadOnlySpan<byte> bytes) => _parts[output]!.Append(bytes);

    /// <summary>Adds what is left out to the file for it, which there must be.</summary>
    public void Skip(IEnumerable<BadFingerprint> skipped)
    {
        foreach (BadFingerprint bad in skipped)
        {
            _parts[^1]!.Append(bad.ToLines());
        }
    }

    /// <summary>Everything up to here was added.</summary>
    public void MoveTo(int input, SourcePosition position)
    {
        _state = _state is null ? null : _state with { Input = input, Position = position };
        for (int i = 0; i < _parts.Length; i++)
        {
            _lengths[i] = _parts[i]!.Length;
        }
    }

    /// <summary>
    /// Saves the state. The job continues while the disk writes; if it still writes the next time, that time is left out.
    /// </summary>
    public void Checkpoint(ImmutableArray<long> counts)
    {
        if (IsResumable && _saving.IsCompleted)
        {
            _saving.GetAwaiter().GetResult();
            Journal journal = State(counts, isComplete: false);
            _saving = Task.Run(() => Save(journal));
            IsSaved = true;
        }
    }

    /// <summary>After a failure: saves the state as it is, or removes the parts if the job had hardly begun.</summary>
    public void Keep(ImmutableArray<long> counts)
    {
        Try(() => _saving.GetAwaiter().GetResult());
        if (IsSaved && !_state!.IsComplete)
        {
            Try(() => Save(State(counts, isComplete: false)));
            IsSaved = _isWritten;
        }

        if (IsResumable)
        {
            Try(_journals.DeleteTemporary);
        }

        if (!IsSaved)
        {
            Try(Discard);
        }

        // What fails here fails for the reason that is already being told, and the state before is still there.
        void Try(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _isWritten &= e is not DirectoryNotFoundException;
            }
        }
    }

    /// <summary>Everything was added. From here on the outputs only get their names.</summary>
    /// <param name="counts">Counts; the first one is the number of items.</param>
    public void Complete(ImmutableArray<long> counts)
    {
        _saving.GetAwaiter().GetResult();
        foreach ((PartFile? part, (_, IOutputFormat format)) in _parts.Zip(job.Outputs))
        {
            part!.Flush();
            part.WriteHead(format.Head(counts[0]));
        }

        _lengths = [.. _parts.Select(part => part!.Length)];
        if (IsResumable)
        {
            _state = State(counts, isComplete: true);
            if (IsSaved || job.Plan.Part is not null)
            {
                Save(_state);
                IsSaved = true;
            }
        }
    }

    /// <summary>Gives the outputs their names. Whoever is killed meanwhile can do it again.</summary>
    public void Publish()
    {
        for (int i = 0; i < _parts.Length; i++)
        {
            if (_parts[i] is { } part)
            {
                part.Flush();
                part.FlushToDisk();
                part.Dispose();
                part.Publish(i < job.Outputs.Count ? job.Outputs[i].Format : null, job.Plan.FirstIndex);
            }
        }

        if (IsResumable)
        {
            _journals.Finish(_state!);
        }
    }

    public void Dispose()
    {
        foreach (PartFile? part in _parts)
        {
            part?.Dispose();
        }

        _lock?.Dispose();
    }

    /// <summary>The outputs in the journal.</summary>
    /// <param name="lengths">The lengths of their parts, which were flushed; none if nothing is done.</param>
    private ImmutableArray<JournalOutput> Entries(long[] lengths) => [.. _paths.Select((path, i) => new JournalOutput(
        _journals.NameOf(path), i < job.Outputs.Count ? job.Outputs[i].Format.Name : "", lengths.Length > 0 ? lengths[i] : 0,
        lengths.Length > 0 ? _parts[i]!.Tail(lengths[i]) : "", Hash: ""))];

    private void OpenParts(Journal? journal)
    {
        _parts = new PartFile?[_paths.Count];
        for (int i = 0; i < _paths.Count; i++)
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

    private PartFile? OpenPart(string path, Journal? journal)
    {
        if (journal is { IsPublished: true })
        {
            // What a run left that was killed before it had saved anything.
            File.Delete(PartFile.PathFor(path));
            return null;
        }

        if (journal is { IsComplete: true } && !File.Exists(PartFile.PathFor(path)))
        {
            // It got its name before the job was killed.
            return null;
        }

        JournalOutput? entry = journal?.OutputOf(_journals.NameOf(path));
        var part = new PartFile(path, entry?.Length ?? 0);
        if (entry is not null && entry.Tail != part.Tail(entry.Length))
        {
            part.Dispose();
            throw new KwsFormatException(PartFile.PathFor(path), 0, "the file is that of another job: this one cannot be resumed");
        }

        return part;
    }

    private void Discard() => Array.ForEach(_parts, part => part?.Delete());

    private Journal State(ImmutableArray<long> counts, bool isComplete)
    {
        foreach (PartFile? part in _parts)
        {
            part!.Flush();
        }

        return _state! with
        {
            Outputs = Entries(_lengths),
            Counts = counts,
            IsComplete = isComplete,
        };
    }

    private void Save(Journal journal)
    {
        foreach (PartFile? part in _parts)
        {
            part!.FlushToDisk();
            part.KeepAtExit();
        }

        journal.Write(_journals.Path);
        _isWritten = true;
    }
}
