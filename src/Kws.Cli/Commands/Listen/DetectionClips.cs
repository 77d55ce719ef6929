using System.CommandLine;
using System.Globalization;
using Kws.Cli.Output;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary>The sound of every detection, from two seconds before to one second after it, as WAV files in a folder.</summary>
internal sealed class DetectionClips
{
    /// <summary>A hundred megabytes at 16 kHz.</summary>
    private const int MostFiles = 1_000;

    private const int SecondsBefore = 2;
    private const int SecondsAfter = 1;

    private readonly string _folder;
    private readonly int _sampleRate;
    private readonly CliContext _context;
    private readonly Queue<KeywordDetection> _waiting = [];

    /// <summary>The last samples: what a clip needs, and a piece.</summary>
    private readonly List<short> _samples = [];
    private long _first;
    private int? _files;
    private bool _isFull;

    private long End => _first + _samples.Count;

    private DetectionClips(string folder, int sampleRate, CliContext context) =>
        (_folder, _sampleRate, _context) = (folder, sampleRate, context);

    /// <summary>The option that names a folder.</summary>
    public static Option<string?> Option() => new("--save")
    {
        Description = $"Folder for the sound of each detection, from {SecondsBefore} s before to {SecondsAfter} s after it; "
            + $"it gets {MostFiles} files at most",
        HelpName = "folder",
    };

    /// <summary>The clips of a folder, which is made for the first one.</summary>
    /// <exception cref="CliException">It is a file.</exception>
    public static DetectionClips Of(string folder, int sampleRate, CliContext context) => File.Exists(folder)
        ? throw CliException.BadInput($"{folder}: this is a file, expected a folder")
        : new(folder, sampleRate, context);

    /// <summary>Takes a detection in.</summary>
    public void Add(KeywordDetection detection) => _waiting.Enqueue(detection);

    /// <summary>Takes sound in, and writes the clips that it completes.</summary>
    public void Push(ReadOnlySpan<short> samples)
    {
        _samples.AddRange(samples);
        while (_waiting.TryPeek(out KeywordDetection detection) && detection.Position + (SecondsAfter * _sampleRate) <= End)
        {
            Write(_waiting.Dequeue());
        }

        int old = _samples.Count - ((SecondsBefore + SecondsAfter) * _sampleRate) - samples.Length;
        if (old > 0)
        {
            _samples.RemoveRange(0, old);
            _first += old;
        }
    }

    /// <summary>Writes the clips that the sound does not complete any more.</summary>
    public void Finish()
    {
        while (_waiting.TryDequeue(out KeywordDetection detection))
        {
            Write(detection);
        }
    }

    private void Write(KeywordDetection detection)
    {
        Files.Try(_folder, () => Directory.CreateDirectory(_folder));
        _files ??= Directory.EnumerateFiles(_folder, "*.wav").Count();
        if (_files >= MostFiles)
        {
            if (!_isFull)
            {
                _isFull = true;
                Failures.Tell($"{_folder}: there are {NumberText.Count(_files.Value, "file")}, and no more are written", _context);
            }

            return;
        }

        int begin = (int)(Math.Max(_first, detection.Position - (SecondsBefore * _sampleRate)) - _first);
        int end = (int)(Math.Min(End, detection.Position + (SecondsAfter * _sampleRate)) - _first);
        string time = detection.Time.TotalSeconds.ToString("000000.000", CultureInfo.InvariantCulture);
        string word = string.Concat(detection.Name.Select(c => Path.GetInvalidFileNameChars().Contains(c) ? '_' : c));

        // A folder may have the clips of an earlier run.
        string path = Path.Combine(_folder, $"{time}-{word}.wav");
        for (int copy = 2; File.Exists(path); copy++)
        {
            path = Path.Combine(_folder, $"{time}-{word}-{copy}.wav");
        }

        _files++;
        Files.WriteBytes(path, file => WavOutput.Write(file, _samples.GetRange(begin, end - begin).ToArray(), _sampleRate));
    }
}
