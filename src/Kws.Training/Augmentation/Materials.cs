using System.Collections.Immutable;
using Kws.Audio;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>The sound of one set, as examples are made of it.</summary>
internal sealed class Materials
{
    /// <summary>Collects the sound of a set.</summary>
    /// <param name="bank">All sound.</param>
    /// <param name="split">The set.</param>
    public Materials(SoundBank bank, Split split)
    {
        Labels = bank.Labels;
        Extractor = new FingerprintExtractor(bank.FrontEnd);
        ILookup<int, SoundClip> clips = bank.Clips.Where(clip => clip.Split == split).ToLookup(clip => clip.Label);
        Clips = [.. Labels.Select((_, label) => clips[label].ToImmutableArray())];
        Keywords =
        [
            .. Labels.Index().Where(label => label.Item is not (SpecialLabels.Silence or SpecialLabels.Unknown))
                .Select(label => label.Index),
        ];
        Speech = bank.Speech(split);
        Noise = new NoiseSource(bank.Noise(split), bank.FrontEnd.SampleRate, bank.FrontEnd.ClipLength);
        LabelShares = Shares.OfLabels(Labels);
        UnknownShares = Shares.OfUnknown(!Clips[Labels.IndexOf(SpecialLabels.Unknown)].IsEmpty, Speech.Length > 0);
    }

    public ImmutableArray<string> Labels { get; }

    public FingerprintExtractor Extractor { get; }

    /// <summary>The clips of each label.</summary>
    public ImmutableArray<ImmutableArray<SoundClip>> Clips { get; }

    /// <summary>The labels that are keywords.</summary>
    public ImmutableArray<int> Keywords { get; }

    /// <summary>Running speech.</summary>
    public short[][] Speech { get; }

    public NoiseSource Noise { get; }

    public ImmutableArray<double> LabelShares { get; }

    public ImmutableArray<double> UnknownShares { get; }
}
