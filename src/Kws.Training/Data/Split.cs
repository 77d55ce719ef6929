namespace Kws.Training.Data;

/// <summary>The part of a data set that a clip belongs to.</summary>
public enum Split
{
    /// <summary>The clips that the weights were trained with.</summary>
    Training,

    /// <summary>The clips that decisions during training were made with.</summary>
    Validation,

    /// <summary>The clips that no decision was made with.</summary>
    Testing,
}
