using Kws.Analysis.Clips;

namespace Kws.Cli;

/// <summary>The clips that the arguments of a command name: files, all below a folder, standard input.</summary>
internal sealed class ClipInputs(string[] inputs, CliContext context) : IDisposable
{
    private StandardInputClip? _standardInput;

    /// <summary>Whether there is one clip only, named by itself.</summary>
    public bool IsOneFile => inputs is [var input] && !Directory.Exists(input);

    public IEnumerable<string> Paths => inputs.SelectMany(Expand);

    /// <summary>The clip as the user named it.</summary>
    public string NameOf(string path) => path == _standardInput?.Path ? Files.StandardInput : path;

    /// <summary>Says why a clip failed.</summary>
    public string Describe(string path, Exception failure) =>
        path == _standardInput?.Path
            ? Files.Describe(Files.StandardInputName, failure).Replace(path, Files.StandardInputName, StringComparison.Ordinal)
            : Files.Describe(path, failure);

    public void Dispose() => _standardInput?.Dispose();

    private IEnumerable<string> Expand(string input)
    {
        if (input == Files.StandardInput)
        {
            _standardInput = new StandardInputClip(context);
            return [_standardInput.Path];
        }

        return Directory.Exists(input) ? InFolder(input) : [input];
    }

    private static IEnumerable<string> InFolder(string folder)
    {
        using IEnumerator<string> clips = ClipFolder.Find(folder).GetEnumerator();
        if (!Next())
        {
            throw CliException.BadInput($"{folder}: there is no .wav file in this directory or below");
        }

        do
        {
            yield return clips.Current;
        }
        while (Next());

        bool Next() => Files.Read(folder, _ => clips.MoveNext());
    }
}
