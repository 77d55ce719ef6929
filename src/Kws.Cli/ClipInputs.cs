using Kws.Listen;

namespace Kws.Cli;

/// <summary>The clips that the arguments of a command name: files, all below a folder, standard input.</summary>
internal sealed class ClipInputs
{
    private readonly string[] _inputs;
    private readonly Clip _standardInput;

    /// <exception cref="CliException">A folder has no clip; reported before anything is done.</exception>
    public ClipInputs(string[] inputs, CliContext context)
    {
        _inputs = inputs;
        _standardInput = new Clip(context.InBytes, Files.StandardInputName);
        if (inputs.Where(Directory.Exists).FirstOrDefault(folder => !Files.Read(folder, path => ClipFolder.Find(path).Any())) is { } empty)
        {
            throw CliException.BadInput($"{empty}: there is no .wav file in this directory or below");
        }
    }

    /// <summary>True if there is one clip only, named by itself.</summary>
    public bool IsOneFile => _inputs is [var input] && !Directory.Exists(input);

    public IEnumerable<Clip> Clips => _inputs.SelectMany(Expand);

    /// <summary>The clip as the user named it.</summary>
    public string NameOf(Clip clip) => clip == _standardInput ? Files.StandardInput : clip.Name;

    private IEnumerable<Clip> Expand(string input) =>
        input == Files.StandardInput ? [_standardInput]
        : Directory.Exists(input) ? InFolder(input)
        : [new Clip(input)];

    private static IEnumerable<Clip> InFolder(string folder)
    {
        using IEnumerator<string> clips = ClipFolder.Find(folder).GetEnumerator();
        while (Files.Read(folder, _ => clips.MoveNext()))
        {
            yield return new Clip(clips.Current);
        }
    }
}
