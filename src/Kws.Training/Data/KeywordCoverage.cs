using System.Globalization;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>Checks that every set has clips of every keyword, and that there are other words.</summary>
public static class KeywordCoverage
{
    /// <summary>The fewest clips of a keyword: one for each set.</summary>
    private const int Fewest = 3;

    /// <summary>Salts that are tried to find one by which every set gets clips.</summary>
    private const int MostSalts = 1000;

    private static readonly Split[] Splits = Enum.GetValues<Split>();

    /// <summary>The first problem of the sets, in one line; null if there is none.</summary>
    /// <param name="data">The folders.</param>
    /// <param name="bank">The clips that were read.</param>
    public static string? Problem(IReadOnlyCollection<string> data, SoundBank bank)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(bank);
        foreach ((int label, string keyword) in bank.Labels.Index().Where(label => !IsSpecial(label.Item)))
        {
            SoundClip[] clips = [.. bank.Clips.Where(clip => clip.Label == label)];
            if (clips.Length < Fewest)
            {
                string found = clips.Length == 0 ? "no clip" : clips.Length == 1 ? "1 clip" : $"{clips.Length} clips";
                int bad = bank.Skipped.Count(file => Path.GetFileName(Path.GetDirectoryName(file.Path)) == keyword);
                string damaged = bad > 0 ? $" ({bad} cannot be used)" : "";
                return $"keyword '{keyword}' has {found}{damaged}, expected at least {Fewest} in a folder of that name";
            }

            if (Splits.Cast<Split?>().FirstOrDefault(split => clips.All(clip => clip.Split != split)) is { } empty)
            {
                return $"keyword '{keyword}' has no clip in the {Name(empty)} set ({clips.Length} clips of "
                    + $"{Speakers(clips)}): {Advice(bank)}";
            }
        }

        return bank.Clips.Any(clip => bank.Labels[clip.Label] == SpecialLabels.Unknown && clip.Split == Split.Training)
            || bank.SpeechCount(Split.Training) > 0
            ? null
            : $"{string.Join(", ", data)}: there is nothing to tell the keywords from, expected folders of other words, or running speech";
    }

    private static string Advice(SoundBank bank)
    {
        SoundClip[][] keywords =
            [.. bank.Clips.Where(clip => !IsSpecial(bank.Labels[clip.Label])).GroupBy(clip => clip.Label).Select(group => group.ToArray())];
        foreach (int salt in Enumerable.Range(1, MostSalts))
        {
            string text = salt.ToString(CultureInfo.InvariantCulture);
            if (keywords.All(clips => clips.Select(clip => SpeakerSplit.Of(clip.FileName, text)).Distinct().Count() == Splits.Length))
            {
                return $"with --salt {text} every set has some";
            }
        }

        return "expected clips of more speakers, since all of a speaker are in one set";
    }

    private static string Speakers(SoundClip[] clips)
    {
        int count = clips.Select(clip => SpeakerSplit.SpeakerOf(clip.FileName)).Distinct().Count();
        return count > 1 ? $"{count} speakers" : "one speaker";
    }

    private static bool IsSpecial(string label) => label is SpecialLabels.Silence or SpecialLabels.Unknown;

    private static string Name(Split split) => split switch
    {
        Split.Training => "training",
        Split.Validation => "validation",
        _ => "testing",
    };
}
