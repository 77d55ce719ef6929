using System.Collections.Frozen;
using System.Collections.Immutable;
using Kws.Training.Negatives;

namespace Kws.Training.Recordings;

/// <summary>The words that are spoken in the frames that come with kws: keywords must not be <c>_unknown_</c>.</summary>
public static class SpokenWords
{
    /// <summary>The words of the running speech, which is orders of coffee. Nobody knows which sentence has which.</summary>
    private static readonly FrozenSet<string> InSpeech = FrozenSet.ToFrozenSet(
        [
            "almond", "americano", "bit", "brown", "can", "cappuccino", "coffee", "cream", "dark", "double", "drip", "eight", "espresso",
            "get", "give", "have", "house", "iced", "large", "latte", "light", "like", "little", "lots", "make", "medium", "milk", "mocha",
            "order", "ounce", "please", "roast", "shot", "single", "sixteen", "skim", "small", "some", "soy", "sugar", "sweetener",
            "triple", "twelve", "twenty", "want", "whole", "with", "would",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The keywords that are among the single words; these words are left out.</summary>
    /// <param name="keywords">The keywords.</param>
    public static ImmutableArray<string> AmongWords(IEnumerable<string> keywords) =>
        [.. keywords.Where(word => NegativeFrames.Shipped.Words.Any(stream => IsSame(stream.Name, word)))];

    /// <summary>The keywords that are spoken in the running speech; all of it is left out then.</summary>
    /// <param name="keywords">The keywords.</param>
    public static ImmutableArray<string> AmongSpeech(IEnumerable<string> keywords) => [.. keywords.Where(InSpeech.Contains)];

    /// <summary>The frames in which no keyword is spoken.</summary>
    internal static NegativeFrames WithoutKeywords(NegativeFrames frames, IReadOnlyCollection<string> keywords) => frames with
    {
        Words = frames.Words.RemoveAll(stream => keywords.Any(word => IsSame(stream.Name, word))),
        Speech = AmongSpeech(keywords).IsEmpty ? frames.Speech : [],
    };

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
