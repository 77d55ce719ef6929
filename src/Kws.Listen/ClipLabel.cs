using System.Collections.Immutable;

namespace Kws.Listen;

/// <summary>The label of a clip, with the scores of all labels.</summary>
public sealed class ClipLabel
{
    internal ClipLabel(int label, string name, ImmutableArray<float> scores, ImmutableArray<int> logits, TimeSpan start)
    {
        Label = label;
        Name = name;
        Scores = scores;
        Logits = logits;
        Start = start;
    }

    /// <summary>The index of the label with the largest logit, the lowest index on a tie.</summary>
    public int Label { get; }

    /// <summary>The name of that label.</summary>
    public string Name { get; }

    /// <summary>The score of that label, between 0 and 1.</summary>
    public float Score => Scores[Label];

    /// <summary>The scores of all labels in their order, between 0 and 1; their sum is 1. See <see cref="Kws.Fast.Scores"/>.</summary>
    public ImmutableArray<float> Scores { get; }

    /// <summary>The logits of all labels in their order.</summary>
    public ImmutableArray<int> Logits { get; }

    /// <summary>The time in the clip at which the classified second begins.</summary>
    public TimeSpan Start { get; }

    /// <summary>Name and score, such as <c>cat 0.99</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name} {Score:F2}");
}
