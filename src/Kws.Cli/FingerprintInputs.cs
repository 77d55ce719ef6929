using Kws.Bulk;
using Kws.Bulk.Parquet;
using Kws.Model;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Kws.Cli;

/// <summary>The inputs that the arguments of <c>kws classify</c> name: files, folders, patterns, standard input.</summary>
/// <param name="format">One of <see cref="Formats"/>, or null where the ending of the name decides.</param>
/// <param name="outputs">Full paths of files that are no inputs of a folder or pattern.</param>
/// <param name="context">Has standard input, and the token that ends the search.</param>
internal sealed class FingerprintInputs(string? format, IReadOnlyCollection<string> outputs, CliContext context)
{
    private const string Parquet = "parquet";

    /// <summary>Of a folder; a file that is named may have any ending.</summary>
    private static readonly string[] Endings = [".npy", ".parquet", ".raw", ".txt"];

    public static IReadOnlyList<string> Formats { get; } = ["text", "npy", "raw", Parquet];

    public IReadOnlyList<BulkInput> Find(IEnumerable<string> inputs) => [.. inputs.SelectMany(Expand).Until(context.Cancellation)];

    private IEnumerable<BulkInput> Expand(string input) =>
        input == Files.StandardInput ? [StreamInput(Files.StandardInputName, context.InBytes)]
        : Directory.Exists(input) ? InFolder(input).Select(FileInput)
        : input.Contains('*', StringComparison.Ordinal) && !File.Exists(input) ? Matching(input).Select(FileInput)
        : [FileInput(input)];

    private BulkInput FileInput(string path)
    {
        // A pipe by its name is opened once only: whoever writes to it would find it closed.
        FileStream stream = Files.Read(path, name => new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
        if (!stream.CanSeek)
        {
            return StreamInput(path, stream);
        }

        stream.Dispose();
        return new(path, IsFile: true, shape => Files.Read(path, name => Open(name, shape)))
        {
            Format = format ?? Path.GetExtension(path).ToLowerInvariant(),
        };
    }

    private BulkInput StreamInput(string name, Stream stream) => IsParquet(name)
        ? throw CliException.BadInput($"{name}: a Parquet file cannot be read from a pipe, its directory stands at the end")
        : new(name, IsFile: false, shape => FingerprintSource.FromStream(stream, shape, Format ?? FingerprintSource.FormatOf(name), name));

    private FingerprintSource Open(string path, TensorShape shape) =>
        IsParquet(path) ? ParquetFingerprints.Open(path, shape) : FingerprintSource.Open(path, shape, Format);

    private FingerprintFormat? Format => format is null ? null : Enum.Parse<FingerprintFormat>(format, ignoreCase: true);

    private bool IsParquet(string name) => format is null ? Path.GetExtension(name).Equals($".{Parquet}", StringComparison.OrdinalIgnoreCase) : format == Parquet;

    private List<string> InFolder(string folder) => Found(
        folder,
        () => FilesBelow(folder, recursive: true).Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())),
        $"{folder}: there is no file of fingerprints ({string.Join(", ", Endings)}) in this directory or below");

    /// <summary>Files that match a pattern, with <c>*</c> for a part of a name and <c>**</c> for any directories.</summary>
    private List<string> Matching(string pattern)
    {
        int separator = pattern.AsSpan(0, pattern.IndexOf('*', StringComparison.Ordinal)).LastIndexOfAny('/', Path.DirectorySeparatorChar);
        string folder = separator < 0 ? "." : pattern[..(separator + 1)];
        string rest = pattern[(separator + 1)..];
        string root = Path.GetFullPath(folder);
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(rest);
        return Found(
            pattern,
            () => matcher.Match(root, FilesBelow(root, recursive: rest.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar)))
                .Files.Select(match => separator < 0 ? match.Path : folder + match.Path),
            $"{pattern}: there is no such file");
    }

    private IEnumerable<string> FilesBelow(string folder, bool recursive) => FolderSearch.Files(folder, recursive).Until(context.Cancellation);

    /// <summary>Sorted, without the outputs of the command itself.</summary>
    private List<string> Found(string input, Func<IEnumerable<string>> find, string otherwise)
    {
        List<string> files = Files.Read(input, _ => find().Where(file => !outputs.Contains(Path.GetFullPath(file))).Order(StringComparer.Ordinal).ToList());
        return files.Count > 0 ? files : throw CliException.BadInput(otherwise);
    }
}
