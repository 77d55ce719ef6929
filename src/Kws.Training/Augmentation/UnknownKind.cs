namespace Kws.Training.Augmentation;

/// <summary>The sources of examples of <c>_unknown_</c>.</summary>
internal enum UnknownKind
{
    /// <summary>Words that are no keywords.</summary>
    OtherWord,

    /// <summary>Halves of keywords.</summary>
    HalfKeyword,

    /// <summary>Seconds of running speech.</summary>
    RunningSpeech,
}
