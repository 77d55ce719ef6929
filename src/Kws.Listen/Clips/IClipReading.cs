namespace Kws.Listen.Clips;

/// <summary>Chooses the second of a clip that is classified. Any number of threads may share one.</summary>
internal interface IClipReading
{
    /// <summary>Reads a clip.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="fingerprint">Receives the fingerprint of that second.</param>
    /// <returns>The first sample of the second.</returns>
    /// <exception cref="Kws.Model.KwsFormatException">The clip is damaged.</exception>
    /// <exception cref="IOException">The clip cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    int Read(Clip clip, Span<sbyte> fingerprint);

    /// <summary>Reads sound at the sample rate of the front end.</summary>
    /// <param name="samples">Any number of samples.</param>
    /// <param name="fingerprint">Receives the fingerprint of that second.</param>
    /// <returns>The first sample of the second.</returns>
    int Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint);
}
