using System.Collections.Immutable;
using Kws.Audio;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Benchmarks.Published;

/// <summary>A clip of the twelve classes: ten keywords, silence and other words.</summary>
/// <param name="Samples">The samples.</param>
/// <param name="Label">The label that is right.</param>
/// <param name="Group">The group that it counts in.</param>
internal sealed record TwelveClassClip(short[] Samples, int Label, ClipGroup Group)
{
    private const double QuietFactor = 0.1;

    /// <summary>The file of the data set that lists clips of other words, which is one per line as <c>word/file.wav</c>.</summary>
    private const string ListName = "testset_unknown_list.txt";

    /// <summary>Reads all clips of a folder in the layout of Speech Commands. A clip of silence gives two.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">The labels of the networks.</param>
    /// <param name="sampleRate">The rate in Hz.</param>
    public static ImmutableArray<TwelveClassClip> ReadAll(string folder, ImmutableArray<string> labels, int sampleRate)
    {
        HashSet<string> listed = [.. File.ReadLines(Path.Combine(folder, ListName))];
        var trueLabels = new TrueLabels(labels, "");
        var clips = ImmutableArray.CreateBuilder<TwelveClassClip>();
        foreach ((string path, string word) in SpeechCommandsFolder.Clips(folder))
        {
            short[] samples = WavFile.Read(path, sampleRate);
            int label = trueLabels.Of(word);
            if (word == SpecialLabels.Silence)
            {
                clips.Add(new(samples, label, ClipGroup.Silence));
                short[] quiet = Array.ConvertAll(samples, sample => (short)Math.Round(QuietFactor * sample));
                clips.Add(new(quiet, label, ClipGroup.QuietSilence));
            }
            else
            {
                ClipGroup group = labels.Contains(word) ? ClipGroup.Keyword
                    : listed.Contains($"{word}/{Path.GetFileName(path)}") ? ClipGroup.UnknownListed
                    : ClipGroup.UnknownOther;
                clips.Add(new(samples, label, group));
            }
        }

        return clips.ToImmutable();
    }
}
