using Kws.Model;

namespace Kws.Bulk.Parquet;

/// <summary>The rows of a finished part become a Parquet file.</summary>
internal static class ParquetPart
{
    /// <summary>Makes the file, after which the rows are gone. Killed, it can be done again.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="target">The file that was asked for.</param>
    /// <param name="write">Writes the Parquet file of the rows under a name.</param>
    public static void Publish(string part, string target, Action<string> write)
    {
        // A fixed name: what a kill leaves is overwritten when the job is resumed.
        string finished = $"{part}.tmp";
        try
        {
            write(finished);
            AtomicFile.Move(finished, target);
        }
        catch
        {
            // The rows are kept, and there may be no room for both.
            TemporaryFiles.DeleteIfPossible(finished);
            throw;
        }

        File.Delete(part);
    }
}
