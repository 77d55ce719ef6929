namespace Kws.Model;

/// <summary>The labels that are no keywords, by the names that the training scripts give them.</summary>
public static class SpecialLabels
{
    /// <summary>Nobody speaks.</summary>
    public const string Silence = "_silence_";

    /// <summary>Any word that is no keyword.</summary>
    public const string Unknown = "_unknown_";
}
