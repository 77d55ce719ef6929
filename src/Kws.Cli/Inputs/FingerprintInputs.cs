using Kws.Audio;
using Kws.Bulk;
using Kws.Bulk.Parquet;
using Kws.Bulk.Sources.Text;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli;

/// <summary>
/// The fingerprints that the arguments of a command name: files of every <see cref="InputFormat"/>, folders, patterns, standard input.
/// </summary>
/// <param name="frontEnd">The front end, for sound.</param>
/// <param name="context">Has standard input, and the token that ends the search.</param>
internal sealed class FingerprintInputs(FrontEnd frontEnd, CliContext context)
{
    private readonly Lazy<FingerprintExtractor> _extractor = new(() => new FingerprintExtractor(frontEnd));

    /// <summary>The format of all inputs; null where names and first bytes decide.</summary>
    public InputFormat? Format { get; init; }

    /// <summary>Full paths of files that are no inputs of a folder or pattern.</summary>
    public IReadOnlyCollection<string> Outputs { get; init; } = [];

    /// <summary>True if the folder of a clip is named as the word that is spoken.</summary>
    public bool FoldersAreWords { get; init; }

    /// <summary>True if folders are laid out as the Speech Commands data set.</summary>
    public bool AreDataSets { get; init; }

    /// <summary>True once sound was found among the inputs: its fingerprints are those of the front end.</summary>
    public bool HasSound { get; private set; }

    /// <summary>Finds the inputs. Every file is looked at, so that a missing one is reported before anything is done.</summary>
    public IReadOnlyList<BulkInput> Find(IEnumerable<string> inputs) => [.. inputs.SelectMany(Expand).Until(context.Cancellation)];

    private IEnumerable<BulkInput> Expand(string input) =>
        input == Files.StandardInput ? [StreamInput(Files.StandardInputName, context.InBytes)]
        : Directory.Exists(input) ? Group(input, InFolder(input))
        : FolderSearch.IsPattern(input) ? Group(input, Matching(input))
        : [FileInput(input)];

    /// <summary>Inputs of files: clips that follow each other are one.</summary>
    private IEnumerable<BulkInput> Group(string name, List<string> files)
    {
        for (int i = 0; i < files.Count; i++)
        {
            int begin = i;
            while (i < files.Count && IsSound(files[i]))
            {
                i++;
            }

            if (i > begin)
            {
                yield return Sound(name, [.. files[begin..i].Select(ClipOf)]);
            }

            if (i < files.Count)
            {
                yield return FileInput(files[i]);
            }
        }
    }

    private BulkInput FileInput(string path)
    {
        // A pipe by its name is opened once only: whoever writes to it would find it closed.
        FileStream stream = Files.Read(path, OpenStream);
        if (!stream.CanSeek)
        {
            return StreamInput(path, stream);
        }

        using (stream)
        {
            InputFormat format = Files.Read(path, _ => FormatOf(path, stream));
            return format == InputFormat.Wav
                ? Sound(path, [ClipOf(path)])
                : new(path, IsFile: true, shape => Files.Read(path, name => Open(name, format, shape))) { Format = format.Name };
        }
    }

    private BulkInput StreamInput(string name, Stream stream) => new(name, IsFile: false, shape =>
    {
        var input = new PushbackStream(stream);
        InputFormat format = Files.Read(name, _ => FormatOf(name, input));
        return format == InputFormat.Parquet
            ? throw CliException.BadInput($"{name}: a Parquet file cannot be read from a pipe, its directory stands at the end")
            : format == InputFormat.Wav ? new ClipSource(name, shape, [new(new Clip(input, name), Word: null)], _extractor.Value)
            : format == InputFormat.Cases ? new CaseSource(input, name, shape)
            : FingerprintSource.FromStream(input, shape, format.Bulk!.Value, name);
    });

    private BulkInput Sound(string name, WordClip[] clips)
    {
        HasSound = true;
        return new(name, IsFile: false, shape => new ClipSource(name, shape, clips, _extractor.Value))
        {
            Format = InputFormat.Wav.Name,
            Clips = [.. clips.Select(clip => clip.Clip.Name)],
        };
    }

    private static FingerprintSource Open(string path, InputFormat format, TensorShape shape) =>
        format == InputFormat.Parquet ? ParquetFingerprints.Open(path, shape)
        : format == InputFormat.Cases ? new CaseSource(OpenStream(path), path, shape)
        : FingerprintSource.Open(path, shape, format.Bulk);

    private static FileStream OpenStream(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>By the option, else the ending of the name, else the first bytes. Recorded cases are text by their names.</summary>
    private InputFormat FormatOf(string name, Stream stream)
    {
        InputFormat? told = Format ?? InputFormat.OfName(name);
        if (told is not null && (told != InputFormat.Text || Format is not null))
        {
            return told;
        }

        byte[] head = ReadHead(stream);
        (stream as PushbackStream)?.Return(head);
        InputFormat found = InputFormat.OfHead(head);
        return told is null || found == InputFormat.Cases ? found : told;
    }

    private byte[] ReadHead(Stream stream)
    {
        var head = new byte[InputFormat.MaxHead];
        int length = 0;
        while (!InputFormat.IsDecided(head.AsSpan(0, length)))
        {
            // A terminal or a pipe may be silent for long.
            int read = stream.ReadAsync(head.AsMemory(length), context.Cancellation).AsTask()
                .WaitAsync(context.Cancellation).GetAwaiter().GetResult();
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return head[..length];
    }

    private WordClip ClipOf(string path) =>
        new(new Clip(path), FoldersAreWords ? Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))) : null);

    private bool IsSound(string path) => (Format ?? InputFormat.OfName(path)) == InputFormat.Wav;

    /// <summary>Clips, if there are some, else files of fingerprints.</summary>
    private List<string> InFolder(string folder)
    {
        List<string> clips = Format is null || Format == InputFormat.Wav
            ? Files.Read(folder, path => ClipsBelow(path).Until(context.Cancellation).ToList())
            : [];
        return clips.Count > 0 ? clips
            : Format == InputFormat.Wav ? throw CliException.BadInput($"{folder}: there is no .wav file in this directory or below")
            : Found(
                folder,
                () => FilesBelow(folder, recursive: true).Where(file => InputFormat.OfName(file) is { } found && found != InputFormat.Wav),
                AreDataSets
                    ? $"{folder}: there is no clip, expected folders named as words with .wav files in them"
                    : $"{folder}: there is no file of fingerprints or sound ({string.Join(", ", InputFormat.Endings)}) in this directory "
                    + "or below");
    }

    private IEnumerable<string> ClipsBelow(string folder) =>
        AreDataSets ? SpeechCommandsFolder.Clips(folder).Select(clip => clip.Path)
        : FoldersAreWords ? ClipFolder.Find(folder).Where(clip => !SpeechCommandsFolder.IsBackgroundNoise(folder, clip))
        : ClipFolder.Find(folder);

    private List<string> Matching(string pattern) =>
        Found(pattern, () => FolderSearch.Matching(pattern, context.Cancellation), $"{pattern}: there is no such file");

    private IEnumerable<string> FilesBelow(string folder, bool recursive) =>
        FolderSearch.Files(folder, recursive).Until(context.Cancellation);

    /// <summary>Sorted, without the outputs of the command itself.</summary>
    private List<string> Found(string input, Func<IEnumerable<string>> find, string otherwise)
    {
        List<string> files = Files.Read(
            input, _ => find().Where(file => !Outputs.Contains(Path.GetFullPath(file))).Order(StringComparer.Ordinal).ToList());
        return files.Count > 0 ? files : throw CliException.BadInput(otherwise);
    }
}
