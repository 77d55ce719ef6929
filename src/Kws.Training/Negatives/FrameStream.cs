namespace Kws.Training.Negatives;

/// <summary>
/// Sound as frames, one for each hop. Any 30 frames in a row are the fingerprint of the sound that they cover.
/// </summary>
/// <param name="Name">The word that is spoken, or the kind of noise.</param>
/// <param name="Tenth">The tenth of all speakers or files that it belongs to: 0 is for validation, 1 for testing.</param>
/// <param name="Values">The coefficients, time-major.</param>
internal sealed record FrameStream(string Name, int Tenth, ReadOnlyMemory<sbyte> Values);
