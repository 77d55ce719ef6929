namespace Kws.Training.Recordings;

/// <summary>A recording of a word.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Word">The word: the name of its folder.</param>
/// <param name="Samples">The word with the sound just before and after it, at the rate of the front end.</param>
public sealed record Recording(string Path, string Word, short[] Samples);
