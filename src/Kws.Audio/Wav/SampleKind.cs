namespace Kws.Audio.Wav;

/// <summary>The way in which a sample is stored.</summary>
internal enum SampleKind
{
    /// <summary>An integer that fills its bytes: unsigned of 8 bits, signed of more.</summary>
    Pcm,

    /// <summary>A signed integer in the three lower bytes of four: S24_LE of ALSA.</summary>
    Pcm24In32,

    /// <summary>IEEE float.</summary>
    Float,

    /// <summary>A code of A-law.</summary>
    ALaw,

    /// <summary>A code of mu-law.</summary>
    MuLaw,
}
