using Kws.Model;

namespace Kws.Bulk.Parquet;

/// <summary>Fingerprints in Parquet files. See docs/use/formats.md.</summary>
public static class ParquetFingerprints
{
    /// <summary>
    /// Opens a Parquet file with one fingerprint a row: a column of lists of int8, int16, int32, int64, float32 or float64 that hold
    /// integers, or of binary values of fixed length, as int8. Where several columns are such, it is the one named <c>fingerprint</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape of one fingerprint: <see cref="Network.Input"/>.</param>
    /// <returns>The source; it holds the file open until it is disposed. Memory does not depend on how many rows there are.</returns>
    /// <exception cref="KwsFormatException">The file is empty, truncated, no Parquet file, or has no column of fingerprints.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static FingerprintSource Open(string path, TensorShape shape) => ParquetSource.Open(path, shape);
}
