using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Recordings;

/// <summary>The results of models on what was left out of their training.</summary>
/// <param name="Detection">The rule of detection, whose thresholds were chosen by these results.</param>
/// <param name="Words">The recordings that were found, by words.</param>
/// <param name="Negatives">The false accepts, by kinds of sound.</param>
public sealed record LeaveOutResult(
    DetectionSettings Detection, ImmutableArray<FoundRecordings> Words, ImmutableArray<FalseAccepts> Negatives);

/// <summary>The recordings of a word that were found when they were left out.</summary>
/// <param name="Word">The word.</param>
/// <param name="Threshold">Its threshold.</param>
/// <param name="Found">Those that were found, of all.</param>
public sealed record FoundRecordings(string Word, double Threshold, Proportion Found);

/// <summary>The false accepts of all words in sound of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Their number.</param>
/// <param name="Hours">The length of the sound.</param>
public sealed record FalseAccepts(NegativeKind Kind, int Count, double Hours);
