using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>Opens the inputs of a part, each when it is its turn.</summary>
internal static class ShareSources
{
    /// <param name="shares">The inputs of the part.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    /// <param name="journal">The state from which on they are read, or null for all.</param>
    public static IEnumerable<(int Input, FingerprintSource Source, SourcePosition Start)> Open(
        IReadOnlyList<InputShare> shares, TensorShape shape, Journal? journal)
    {
        for (int i = journal?.Input ?? 0; i < shares.Count; i++)
        {
            FingerprintSource source = shares[i].Input.Open(shape);
            source.Stop = shares[i].Stop;
            SourcePosition? start = i == journal?.Input ? journal.Position : shares[i].Start;
            if (start is { } position)
            {
                source.Seek(position);
            }

            yield return (i, source, start ?? source.Begin);
        }
    }
}
