using Kws.Bulk;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>Prints labelled clips in their order, and counts those that fail.</summary>
/// <param name="inputs">Knows how the user named clips.</param>
/// <param name="ranking">The best labels of a clip.</param>
/// <param name="writer">Prints a clip.</param>
/// <param name="leaveOut">Receives clips that fail; null to tell them and go on.</param>
/// <param name="context">Receives messages about others.</param>
internal sealed class ClipReport(
    ClipInputs inputs, Ranking ranking, IClipWriter writer, Action<BadFingerprint>? leaveOut, CliContext context)
{
    private long _count;
    private long _failed;

    /// <summary>Adds a clip that a model of integers labelled.</summary>
    public void Add(in ClipResult result, double sampleRate)
    {
        if (IsRead(result.Clip, result.Failure))
        {
            ranking.Rank(result.Logits);
            Write(result.Clip, result.Start / sampleRate);
        }
    }

    /// <summary>Adds a clip that a float network labelled.</summary>
    public void Add(Clip clip, Exception? failure, double[] logits)
    {
        if (IsRead(clip, failure))
        {
            ranking.Rank(logits);
            Write(clip, 0);
        }
    }

    /// <summary>The number of clips, with those that were left out.</summary>
    /// <exception cref="CliException">Some failed, and were not left out.</exception>
    public long Finish() => _failed == 0 ? _count : throw CliException.BadInput($"{_failed} of {_count} clips failed");

    private bool IsRead(Clip clip, Exception? failure)
    {
        _count++;
        if (failure is null)
        {
            return true;
        }

        if (leaveOut is not null)
        {
            leaveOut(Files.BadClip(clip.Name, failure));
            return false;
        }

        string message = Files.Describe(clip.Name, failure);
        if (inputs.IsOneFile)
        {
            throw CliException.BadInput(message);
        }

        Failures.Tell(message, context);
        _failed++;
        return false;
    }

    private void Write(Clip clip, double seconds)
    {
        writer.Write(inputs.NameOf(clip), seconds, ranking);
        if (context.OutIsTerminal)
        {
            context.Out.Flush();
        }
    }
}
