using Kws.Bulk;
using Kws.Bulk.Parquet;
using Kws.Model;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Kws.Cli;

/// <summary>What the arguments of <c>kws classify</c> name: files, folders, patterns, standard input.</summary>
/// <param name="format">One of <see cref="Formats"/>, or null where the ending of the name decides.</param>
/// <param name="context">Has standard input.</param>
internal sealed class FingerprintInputs(string? format, CliContext context)
{
    private const string Parquet = "parquet";

    /// <summary>Of a folder; a file that is named may have any ending.</summary>
    private static readonly string[] Endings = [".npy", ".parquet", ".raw", ".txt"];

    public static IReadOnlyList<string> Formats { get; } = ["text", "npy", "raw", Parquet];

    public IReadOnlyList<BulkInput> Find(IEnumerable<string> inputs) => [.. inputs.SelectMany(Expand)];

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
        return new(path, IsFile: true, shape => Files.Read(path, name => Open(name, shape)));
    }

    private BulkInput StreamInput(string name, Stream stream) => IsParquet(name)
        ? throw CliException.BadInput($"{name}: a Parquet file cannot be read from a pipe, its directory stands at the end")
        : new(name, IsFile: false, shape => FingerprintSource.FromStream(stream, shape, Format ?? FingerprintSource.FormatOf(name), name));

    private FingerprintSource Open(string path, TensorShape shape) =>
        IsParquet(path) ? ParquetFingerprints.Open(path, shape) : FingerprintSource.Open(path, shape, Format);

    private FingerprintFormat? Format => format is null ? null : Enum.Parse<FingerprintFormat>(format, ignoreCase: true);

    private bool IsParquet(string name) => format is null ? Path.GetExtension(name).Equals($".{Parquet}", StringComparison.OrdinalIgnoreCase) : format == Parquet;

    private static List<string> InFolder(string folder) => Found(
        Files.Read(folder, path => Directory
            .EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))),
        $"{folder}: there is no file of fingerprints ({string.Join(", ", Endings)}) in this directory or below");

    /// <summary>Files that match a pattern, with <c>*</c> for a part of a name and <c>**</c> for any directories.</summary>
    private static List<string> Matching(string pattern)
    {
        string root = Path.GetPathRoot(pattern) ?? "";
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern[root.Length..]);
        return Found(
            Files.Read(pattern, _ => matcher.Execute(new DirectoryInfoWrapper(new DirectoryInfo(root.Length > 0 ? root : ".")))
                .Files.Select(match => Path.Combine(root, match.Path))),
            $"{pattern}: there is no such file");
    }

    private static List<string> Found(IEnumerable<string> files, string otherwise)
    {
        List<string> sorted = [.. files.Order(StringComparer.Ordinal)];
        return sorted.Count > 0 ? sorted : throw CliException.BadInput(otherwise);
    }
}
