namespace Kws.Audio.Wav;

/// <summary>The statements of a header about the sound after it.</summary>
/// <param name="Format">How samples are stored.</param>
/// <param name="Length">Bytes of sound.</param>
/// <param name="Extent">How sure the length is.</param>
internal readonly record struct WavData(WavFormat Format, long Length, WavExtent Extent);

/// <summary>The certainty of the length of the sound before all of it has been read.</summary>
internal enum WavExtent
{
    /// <summary>So many bytes are there.</summary>
    Known,

    /// <summary>So many bytes have to come: fewer are an error.</summary>
    Promised,

    /// <summary>At most so many bytes come: the writer did not know how many.</summary>
    Open,
}
