namespace Kws.Audio;

/// <summary>Mono sound that is read forwards.</summary>
internal interface ISamples
{
    /// <summary>Samples in all; null where that shows only at the end.</summary>
    long? Count { get; }

    /// <summary>Reads the next samples; fewer than asked for only at the end.</summary>
    int Read(Span<short> samples);
}
