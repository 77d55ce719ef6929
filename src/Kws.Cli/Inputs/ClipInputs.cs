using Kws.Bulk;
using Kws.Listen;

namespace Kws.Cli;

/// <summary>
/// The clips that the arguments of a command name: files, all below a folder, those that match a pattern, standard input.
/// </summary>
internal sealed class ClipInputs
{
    private readonly string[] _inputs;
    private readonly Clip _standardInput;
    private readonly CancellationToken _cancellation;

    /// <exception cref="CliException">A folder has no clip; reported before anything is done.</exception>
    public ClipInputs(string[] inputs, CliContext context)
    {
        _inputs = inputs;
        _standardInput = new Clip(context.InBytes, Files.StandardInputName);
        _cancellation = context.Cancellation;
        if (inputs.Where(Directory.Exists).FirstOrDefault(folder => !Files.Read(folder, path => ClipFolder.Find(path).Any())) is { } empty)
        {
            throw CliException.BadInput($"{empty}: there is no .wav file in this directory or below");
        }
    }

    /// <summary>True if there is one clip only, named by itself.</summary>
    public bool IsOneFile => _inputs is [var input] && !Directory.Exists(input) && !FolderSearch.IsPattern(input);

    /// <summary>All clips as one input of a job.</summary>
    /// <param name="clips">The clips; none for a look whether they can be read again.</param>
    public BulkInput AsInput(IReadOnlyList<Clip> clips)
    {
        bool isOnce = _inputs.Contains(Files.StandardInput);
        return new(isOnce ? Files.StandardInputName : _inputs[0], IsFile: false, _ => throw new NotSupportedException())
        {
            Format = InputFormat.Wav.Name,
            Clips = isOnce ? null : [.. clips.Select(clip => clip.Name)],
        };
    }

    public IEnumerable<Clip> Clips => _inputs.SelectMany(Expand);

    /// <summary>The clip as the user named it.</summary>
    public string NameOf(Clip clip) => clip == _standardInput ? Files.StandardInput : clip.Name;

    private IEnumerable<Clip> Expand(string input) =>
        input == Files.StandardInput ? [_standardInput]
        : Directory.Exists(input) ? InFolder(input)
        : FolderSearch.IsPattern(input) ? Matching(input)
        : [new Clip(input)];

    private List<Clip> Matching(string pattern)
    {
        List<string> files =
            Files.Read(pattern, _ => FolderSearch.Matching(pattern, _cancellation).Order(StringComparer.Ordinal).ToList());
        return files.Count > 0
            ? [.. files.Select(file => new Clip(file))]
            : throw CliException.BadInput($"{pattern}: there is no such file");
    }

    private static IEnumerable<Clip> InFolder(string folder)
    {
        using IEnumerator<string> clips = ClipFolder.Find(folder).GetEnumerator();
        while (Files.Read(folder, _ => clips.MoveNext()))
        {
            yield return new Clip(clips.Current);
        }
    }
}
