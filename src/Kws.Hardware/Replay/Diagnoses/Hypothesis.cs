namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>A fault that an implementation of a layer may have.</summary>
/// <param name="Name">The fault in words, such as <c>truncation towards zero instead of floor</c>.</param>
/// <param name="At">The value that the layer has with this fault, by its index.</param>
internal sealed record Hypothesis(string Name, Func<int, long> At);
