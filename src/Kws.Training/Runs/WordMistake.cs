using Kws.Training.Data;

namespace Kws.Training.Runs;

/// <summary>A word that got a wrong label.</summary>
/// <param name="Word">The word that is spoken.</param>
/// <param name="Predicted">The label.</param>
/// <param name="Part">The clips of the word that got it, of all of its clips.</param>
public sealed record WordMistake(string Word, string Predicted, Proportion Part);
