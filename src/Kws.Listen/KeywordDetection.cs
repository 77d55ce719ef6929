namespace Kws.Listen;

/// <summary>A keyword that a <see cref="KeywordStream"/> heard.</summary>
/// <param name="Label">The index of its label in <see cref="Kws.Model.KwsModel.Labels"/>.</param>
/// <param name="Name">The name of its label.</param>
/// <param name="Score">Its smoothed score, between the threshold and 1.</param>
/// <param name="Margin">The score less the largest smoothed score of another label: 0 to 1.</param>
/// <param name="Position">
/// Samples since the start of the stream, at the sample rate of the front end, up to the end of the window with which the detection was
/// made: after the word, not at its start.
/// </param>
/// <param name="Time">The same as a time.</param>
public readonly record struct KeywordDetection(int Label, string Name, float Score, float Margin, long Position, TimeSpan Time);
