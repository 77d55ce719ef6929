using System.Collections.Immutable;
using Kws.Training.Data;

namespace Kws.Benchmarks.Published;

/// <summary>The accuracy of a network on the groups of clips.</summary>
/// <param name="clips">The clips.</param>
/// <param name="labels">The label that the network gives each.</param>
internal sealed class TwelveClassAccuracy(ImmutableArray<TwelveClassClip> clips, int[] labels)
{
    private const int Keywords = 10;

    private readonly ILookup<ClipGroup, bool> _isRight =
        clips.Zip(labels).ToLookup(pair => pair.First.Group, pair => pair.First.Label == pair.Second);

    /// <summary>The clips of a group that are classified as what they are.</summary>
    public Proportion this[ClipGroup group] => new(_isRight[group].Count(isRight => isRight), _isRight[group].Count());

    /// <summary>
    /// The accuracy of the twelve classes in %: that of the keywords, which are ten of them, of silence, and of the listed clips of other
    /// words.
    /// </summary>
    /// <param name="silence">The group that counts as silence.</param>
    public double TwelveClasses(ClipGroup silence) =>
        ((Keywords * Percent(ClipGroup.Keyword)) + Percent(silence) + Percent(ClipGroup.UnknownListed)) / (Keywords + 2);

    /// <summary>The accuracy of a group in %.</summary>
    public double Percent(ClipGroup group) => 100 * this[group].Value!.Value;
}
