namespace Kws.Analysis.Clips;

/// <summary>Which second of a clip is classified. Any number of threads may share one.</summary>
public interface IClipReading
{
    /// <summary>The fingerprint of that second.</summary>
    /// <param name="samples">The whole clip.</param>
    /// <param name="fingerprint">Receives the fingerprint.</param>
    /// <returns>Where the second begins, in samples.</returns>
    int Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint);
}
