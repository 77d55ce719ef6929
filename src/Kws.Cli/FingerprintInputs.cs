using Kws.Bulk;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace Kws.Cli;

/// <summary>What the arguments of <c>kws classify</c> name: files, folders, patterns, standard input.</summary>
internal sealed class FingerprintInputs(FingerprintFormat? format, CliContext context)
{
    /// <summary>Of a folder; a file that is named may have any ending.</summary>
    private static readonly string[] s_endings = [".npy", ".raw", ".txt"];

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
        return new(path, IsFile: true, shape => Files.Read(path, name => FingerprintSource.Open(name, shape, format)));
    }

    private BulkInput StreamInput(string name, Stream stream) => new(
        name, IsFile: false, shape => FingerprintSource.FromStream(stream, shape, format ?? FingerprintSource.FormatOf(name), name));

    private static List<string> InFolder(string folder) => Found(
        Files.Read(folder, path => Directory
            .EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .Where(file => s_endings.Contains(Path.GetExtension(file).ToLowerInvariant()))),
        $"{folder}: there is no file of fingerprints ({string.Join(", ", s_endings)}) in this directory or below");

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
