namespace Kws.Analysis.Clips;

/// <summary>Which second of a clip is classified. Any number of threads may share one.</summary>
public interface IClipReading
{
    /// <summary>Reads a clip.</summary>
    /// <param name="path">The WAV file.</param>
    /// <param name="fingerprint">Receives the fingerprint of that second.</param>
    /// <returns>Where the second begins, in samples.</returns>
    /// <exception cref="Kws.Model.KwsFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    int Read(string path, Span<sbyte> fingerprint);
}
