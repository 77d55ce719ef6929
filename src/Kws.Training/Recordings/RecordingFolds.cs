using System.Collections.Immutable;
using Kws.Training.Data;
using Kws.Training.Negatives;

namespace Kws.Training.Recordings;

/// <summary>
/// Deals recordings and negatives to parts. Each is left out of one training, and tests it: no voice that tests a model has trained it,
/// where the names of the recordings tell the speakers.
/// </summary>
internal sealed class RecordingFolds
{
    /// <summary>The most parts: with more the trainings take longer, and each hears little more.</summary>
    private const int Most = 5;

    private readonly ImmutableDictionary<Recording, int> _folds;

    /// <param name="recordings">The recordings, three of each word at least.</param>
    public RecordingFolds(RecordingSet recordings)
    {
        ILookup<string, Recording> byWord = recordings.All.ToLookup(one => one.Word);
        ImmutableDictionary<string, string[]> groups = recordings.Words.ToImmutableDictionary(
            word => word,
            word => byWord[word].Select(one => GroupOf(one, recordings.SpeakersOf(word) > 1)).Distinct().ToArray());
        Count = Math.Min(Most, groups.Values.Max(group => group.Length));
        _folds = recordings.All.ToImmutableDictionary(
            one => one, one => Array.IndexOf(groups[one.Word], GroupOf(one, recordings.SpeakersOf(one.Word) > 1)) % Count);
    }

    /// <summary>The number of parts.</summary>
    public int Count { get; }

    /// <summary>The part of a recording.</summary>
    public int Of(Recording recording) => _folds[recording];

    /// <summary>The part of frames that come with kws.</summary>
    public int Of(FrameStream stream) => stream.Tenth % Count;

    /// <summary>Recordings that are never parted: those of a speaker, or one by itself where no speakers are known.</summary>
    private static string GroupOf(Recording recording, bool bySpeaker) =>
        bySpeaker ? SpeakerSplit.SpeakerOf(Path.GetFileName(recording.Path)) : recording.Path;
}
