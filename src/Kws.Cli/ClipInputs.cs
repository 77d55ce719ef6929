using Kws.Analysis.Clips;

namespace Kws.Cli;

/// <summary>The clips that the arguments of a command name: files, all below a folder, standard input.</summary>
internal sealed class ClipInputs : IDisposable
{
    private readonly string[] _inputs;
    private readonly CliContext _context;
    private StandardInputClip? _standardInput;

    /// <exception cref="CliException">A folder has no clip; said before anything is done.</exception>
    public ClipInputs(string[] inputs, CliContext context)
    {
        _inputs = inputs;
        _context = context;
        if (inputs.Where(Directory.Exists).FirstOrDefault(folder => !Files.Read(folder, path => ClipFolder.Find(path).Any())) is { } empty)
        {
            throw CliException.BadInput($"{empty}: there is no .wav file in this directory or below");
        }
    }

    /// <summary>Whether there is one clip only, named by itself.</summary>
    public bool IsOneFile => _inputs is [var input] && !Directory.Exists(input);

    public IEnumerable<string> Paths => _inputs.SelectMany(Expand);

    /// <summary>The clip as the user named it.</summary>
    public string NameOf(string path) => path == _standardInput?.Path ? Files.StandardInput : path;

    /// <summary>Says why a clip failed.</summary>
    public string Describe(string path, Exception failure) =>
        path == _standardInput?.Path
            ? Files.Describe(Files.StandardInputName, failure).Replace(path, Files.StandardInputName, StringComparison.Ordinal)
            : Files.Describe(path, failure);

    /// <summary>Refuses a WAV file where folders of them are taken, and files of fingerprints.</summary>
    public static void RefuseFile(string input)
    {
        if (input.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) && File.Exists(input))
        {
            throw CliException.BadInput($"{input}: this is a WAV file, expected a folder of WAV files, or fingerprints as text");
        }
    }

    public void Dispose() => _standardInput?.Dispose();

    private IEnumerable<string> Expand(string input)
    {
        if (input == Files.StandardInput)
        {
            _standardInput = new StandardInputClip(_context);
            return [_standardInput.Path];
        }

        return Directory.Exists(input) ? InFolder(input) : [input];
    }

    private static IEnumerable<string> InFolder(string folder)
    {
        using IEnumerator<string> clips = ClipFolder.Find(folder).GetEnumerator();
        while (Files.Read(folder, _ => clips.MoveNext()))
        {
            yield return clips.Current;
        }
    }
}
