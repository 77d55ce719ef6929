using System.Globalization;
using Kws.Cli.Output;

namespace Kws.Cli.Commands;

/// <summary>Prompts for recordings of a word, and writes the good ones.</summary>
internal sealed class CollectSession
{
    /// <summary>Seconds of silence after which the prompt is repeated: it was not seen, or there is no microphone.</summary>
    private const int Patience = 15;

    /// <summary>Updates of the level meter per second of sound.</summary>
    private const int UpdatesPerSecond = 10;

    private readonly CliContext _context;
    private readonly string _word;
    private readonly int _count;
    private readonly int _sampleRate;
    private readonly ProgressLine _line;
    private readonly WordCatcher _catcher;
    private int _next;
    private double _reminded;
    private double _shown;

    /// <param name="word">The word.</param>
    /// <param name="folder">The folder of the word, which is made for the first recording.</param>
    /// <param name="count">The recordings to make.</param>
    /// <param name="sampleRate">The rate of the sound.</param>
    /// <param name="context">The terminal.</param>
    public CollectSession(string word, string folder, int count, int sampleRate, CliContext context)
    {
        (_word, Folder, _count, _sampleRate, _context) = (word, folder, count, sampleRate, context);
        _line = new ProgressLine(context);
        _catcher = new WordCatcher(sampleRate);
        _next = 1 + (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.wav").Select(Number).DefaultIfEmpty().Max() : 0);
    }

    /// <summary>The folder of the word.</summary>
    public string Folder { get; }

    /// <summary>The recordings that were made.</summary>
    public int Done { get; private set; }

    /// <summary>The first prompt.</summary>
    public void Begin() => Prompt("");

    /// <summary>Takes sound in.</summary>
    /// <returns>True if more is wanted.</returns>
    public bool Push(ReadOnlySpan<short> samples)
    {
        while (Done < _count && !samples.IsEmpty)
        {
            // In small steps, so that the meter moves.
            ReadOnlySpan<short> step = samples[..Math.Min(samples.Length, _sampleRate / UpdatesPerSecond)];
            int before = step.Length;
            Take? take = _catcher.Next(ref step);
            samples = samples[(before - step.Length)..];
            if (take is not null)
            {
                Receive(take);
            }
            else
            {
                Wait();
            }
        }

        return Done < _count;
    }

    /// <summary>Takes in that the sound has ended.</summary>
    public void Finish()
    {
        if (Done < _count && _catcher.Finish() is { } take)
        {
            Receive(take);
        }

        _line.Clear();
    }

    /// <summary>Takes the meter off a terminal.</summary>
    public void Clear() => _line.Clear();

    private void Receive(Take take)
    {
        (_reminded, _shown) = (0, 0);
        if (take.Problem is { } problem)
        {
            Prompt($"once more, this was {problem}. ");
            return;
        }

        string path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{_next++:000}.wav"));
        Files.Try(Folder, () => Directory.CreateDirectory(Folder));
        Files.WriteBytes(path, stream => WavOutput.Write(stream, take.Samples, _sampleRate));
        Done++;
        Tell(string.Create(CultureInfo.InvariantCulture, $"{path}: {take.Seconds:F2} s, at most {take.Level:F0} dB"));
        if (Done < _count)
        {
            Prompt("");
        }
    }

    private void Wait()
    {
        if (_catcher.Waited - _reminded >= Patience)
        {
            _reminded = _catcher.Waited;
            Prompt($"nothing was heard for {Patience} s. ");
        }

        if (_context.ErrorIsTerminal && _catcher.Waited - _shown >= 1.0 / UpdatesPerSecond)
        {
            _shown = _catcher.Waited;
            _line.Write($"{LevelMeter.Text(LevelMeter.Decibels(_catcher.Loudness))}  {Ask}");
        }
    }

    private string Ask => $"say '{_word}' ({Done + 1} of {_count})";

    private void Prompt(string reason)
    {
        if (!_context.ErrorIsTerminal || reason.Length > 0)
        {
            Tell($"{reason}{(reason.Length > 0 ? "Say" : "say")}{Ask[3..]}");
        }
    }

    private void Tell(string line)
    {
        _line.Clear();
        Failures.Tell(line, _context);
    }

    private static int Number(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
