using Kws.Hardware.Replay.Diagnoses;

namespace Kws.Hardware.Replay;

/// <summary>The comparison of a recorded layer with the reference.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="Count">The number of its values.</param>
/// <param name="FromFingerprint">Against what the reference computes from the recorded fingerprint; null without one.</param>
/// <param name="FromInput">Against what it computes from the recorded layer before this one; null without that.</param>
/// <param name="Order">The order of axes in which it is stored, if that is not the reference's: <c>channel, time, frequency</c>.</param>
/// <param name="Diagnosis">
/// The faults that explain the differences, given the recorded input or else the reference's; null if there is nothing to explain.
/// </param>
public sealed record LayerReplay(
    string Layer, int Count, LayerDifference? FromFingerprint, LayerDifference? FromInput, string? Order, LayerDiagnosis? Diagnosis)
{
    /// <summary>True if there was anything to compare the layer with.</summary>
    public bool IsCompared => FromFingerprint is not null || FromInput is not null;

    /// <summary>True if it was compared and every value is right.</summary>
    public bool IsEqual => IsCompared && FromFingerprint is null or { Count: 0 } && FromInput is null or { Count: 0 };
}

/// <summary>The first place at which the values of a layer differ.</summary>
/// <param name="Count">How many do; 0 if all are right.</param>
/// <param name="Position">Where the first one stands: time, frequency and channel; empty if all are right.</param>
/// <param name="Expected">What the reference computes there; null if a value of the layer does not fit 32 bits.</param>
/// <param name="Found">What was recorded.</param>
public sealed record LayerDifference(int Count, string Position = "", int? Expected = null, int Found = 0);
