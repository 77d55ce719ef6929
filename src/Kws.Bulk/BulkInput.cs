using Kws.Model;

namespace Kws.Bulk;

/// <summary>An input of a job, opened when it is its turn.</summary>
/// <param name="Name">The path of a file as the user gave it, or the name of a stream in messages.</param>
/// <param name="IsFile">
/// False for what can be read only once: it is not looked at before its turn, and a job with it has no parts and cannot be resumed.
/// </param>
/// <param name="Open">Opens it for fingerprints of a shape.</param>
public sealed record BulkInput(string Name, bool IsFile, Func<TensorShape, FingerprintSource> Open)
{
    /// <summary>The format that <see cref="Open"/> reads the input in: a job is resumed only with the same one.</summary>
    public string Format { get; init; } = "";

    /// <summary>The paths of the clips of one that is many files; null for one file or a stream.</summary>
    internal IReadOnlyList<string>? Clips { get; init; }

    /// <summary>True if it can be read again, from any of its fingerprints on.</summary>
    internal bool CanReopen => IsFile || Clips is not null;

    /// <summary>A file; see <see cref="FingerprintSource.Open"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format; without it the ending of the name decides.</param>
    public static BulkInput File(string path, FingerprintFormat? format = null) =>
        new(path, IsFile: true, shape => FingerprintSource.Open(path, shape, format))
        {
            Format = $"{format ?? FingerprintSource.FormatOf(path)}",
        };
}
