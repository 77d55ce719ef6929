namespace Kws.Analysis.Evaluation;

/// <summary>The part of a data set that a clip belongs to.</summary>
public enum Split
{
    /// <summary>What the weights were trained with.</summary>
    Training,

    /// <summary>What decisions during training were made with.</summary>
    Validation,

    /// <summary>What nothing was decided with.</summary>
    Testing,
}
