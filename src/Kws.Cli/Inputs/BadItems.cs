using System.CommandLine;
using System.Runtime.ExceptionServices;
using Kws.Bulk;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Fingerprints or clips that cannot be read: the first one ends the command, or all are left out and written to a file.</summary>
/// <param name="path">The file; null to end the command.</param>
internal sealed class BadItems(string? path)
{
    private TextWriter? _writer;

    public int Count { get; private set; }

    /// <summary>True if the command continues without them.</summary>
    public bool AreSkipped => path is not null;

    /// <summary>The option of every command that can leave them out.</summary>
    /// <param name="items">Their name in the help.</param>
    public static Option<string?> Option(string items)
    {
        var option = new Option<string?>("--skip-bad")
        {
            Description = $"Leave out {items} that cannot be read, and write them to this file (of each part its own)",
            HelpName = "file",
        };
        Symbols.RefuseDash(option);
        return option;
    }

    /// <summary>Does work that may add some. The file is there when the work is done, whole or not at all.</summary>
    public T Run<T>(Func<T> work)
    {
        if (path is null)
        {
            return work();
        }

        T? result = default;
        ExceptionDispatchInfo? failure = null;
        try
        {
            Files.Write(path, writer =>
            {
                _writer = writer;
                try
                {
                    result = work();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // Not of this file, by whose name it would be told.
                    failure = ExceptionDispatchInfo.Capture(e);
                    throw new OperationCanceledException();
                }
            });
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            failure.Throw();
        }

        return result!;
    }

    public void Add(IEnumerable<BadFingerprint> bad)
    {
        foreach (BadFingerprint one in bad)
        {
            Add(one);
        }
    }

    public void Add(BadFingerprint bad)
    {
        if (path is null)
        {
            throw new KwsFormatException(bad.Source, bad.Line, bad.Problem);
        }

        Count++;
        Files.Try(path, () => _writer!.Write(bad.Text));
    }

    /// <summary>Tells how many there were, if there were any.</summary>
    /// <param name="count">How many items were taken.</param>
    /// <param name="items">Their name.</param>
    /// <param name="context">Has standard error.</param>
    public void Tell(long count, string items, CliContext context)
    {
        if (Count > 0)
        {
            context.Error.WriteLine($"{items}: {count}, skipped: {Count}");
        }
    }
}
