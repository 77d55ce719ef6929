namespace Kws.Benchmarks.Published;

/// <summary>The clips whose accuracy is given by itself.</summary>
internal enum ClipGroup
{
    /// <summary>The words that are labels.</summary>
    Keyword,

    /// <summary>Noise, at full volume.</summary>
    Silence,

    /// <summary>The same noise, scaled by 0.1.</summary>
    QuietSilence,

    /// <summary>Other words, of the clips that the data set lists for tests.</summary>
    UnknownListed,

    /// <summary>Other words, of all further clips.</summary>
    UnknownOther,
}
