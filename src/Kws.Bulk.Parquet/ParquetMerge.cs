using Kws.Bulk.Jobs;
using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Joins the Parquet files of the parts of a job. Rows are written anew, since one run would have cut the row groups elsewhere.
/// </summary>
internal static class ParquetMerge
{
    /// <summary>Columns of results before the logits: index and label.</summary>
    private const int ColumnsBeforeLogits = 2;

    /// <summary>Results.</summary>
    /// <param name="parts">All parts, in order.</param>
    /// <param name="target">Receives the file.</param>
    public static void Results(IEnumerable<FinishedPart> parts, Stream target)
    {
        ParquetResults? results = null;
        try
        {
            foreach (FinishedPart part in parts)
            {
                using ParquetFileReader file = Open(part);
                results ??= new ParquetResults(target, LabelsOf(file));
                for (int i = 0; i < file.FileMetaData.NumRowGroups; i++)
                {
                    using RowGroupReader group = file.RowGroup(i);
                    results.Write(ReadLogits(group, part));
                }
            }

            results?.Close();
        }
        finally
        {
            results?.Dispose();
        }
    }

    /// <summary>Fingerprints.</summary>
    /// <param name="parts">All parts, in order.</param>
    /// <param name="target">Receives the file.</param>
    public static void Fingerprints(IEnumerable<FinishedPart> parts, Stream target)
    {
        ParquetFingerprintWriter? writer = null;
        try
        {
            foreach (FinishedPart part in parts)
            {
                TensorShape shape;
                using (ParquetFileReader file = Open(part))
                {
                    shape = new(1, file.FileMetaData.Schema.Column(0).TypeLength, 1);
                }

                writer ??= new ParquetFingerprintWriter(target, shape);
                var source = ParquetSource.Open(part.Path, shape);
                try
                {
                    Copy(source, writer);
                }
                finally
                {
                    source.DisposeAsync().AsTask().GetAwaiter().GetResult();
                }
            }

            writer?.Close();
        }
        finally
        {
            writer?.Dispose();
        }
    }

    private static void Copy(ParquetSource source, ParquetFingerprintWriter writer)
    {
        // Any int8 is taken: they were checked when they were made.
        source.Bits = 8;
        var block = new FingerprintBlock(source.Shape, labelCount: 0) { Tags = [] };
        block.Begin(source, 0, source.Begin);
        while (source.ClaimAsync(block, CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                writer.Add(block.Fingerprint(i), tag.Label, tag.Clip);
            }

            block.Begin(source, 0, block.End);
        }
    }

    private static ParquetFileReader Open(FinishedPart part)
    {
        part.Read(_ => { });

        try
        {
            using ReaderProperties properties = ReaderProperties.GetDefaultReaderProperties();
            properties.EnablePageChecksumVerification();
            return new ParquetFileReader(part.Path, properties);
        }
        catch (ParquetException e)
        {
            throw ParquetError.Because(part.Path, "the Parquet file is damaged", e);
        }
    }

    private static string[] LabelsOf(ParquetFileReader file) =>
        [.. Enumerable.Range(ColumnsBeforeLogits, file.FileMetaData.NumColumns - ColumnsBeforeLogits)
            .Select(i => file.FileMetaData.Schema.Column(i).Name)];

    private static int[] ReadLogits(RowGroupReader group, FinishedPart part)
    {
        int rows = checked((int)group.MetaData.NumRows);
        int labels = group.MetaData.NumColumns - ColumnsBeforeLogits;
        var logits = new int[rows * labels];
        var column = new int[rows];
        for (int label = 0; label < labels; label++)
        {
            try
            {
                using var reader = (ColumnReader<int>)group.Column(ColumnsBeforeLogits + label);
                for (int done = 0; done < rows;)
                {
                    done += (int)reader.ReadBatch(rows - done, column.AsSpan(done), out long read);
                    if (read == 0)
                    {
                        throw new KwsFormatException(
                            part.Path, 0, $"column {ColumnsBeforeLogits + label} ends after {done} rows of {rows}");
                    }
                }
            }
            catch (ParquetException e)
            {
                throw ParquetError.Because(part.Path, $"column {ColumnsBeforeLogits + label} cannot be read", e);
            }

            for (int row = 0; row < rows; row++)
            {
                logits[(row * labels) + label] = column[row];
            }
        }

        return logits;
    }
}
