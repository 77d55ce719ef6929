using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>All sound that a training works with, in memory: clips of words, noise and running speech, dealt to the sets.</summary>
public sealed class SoundBank
{
    private readonly ILookup<Split, short[]> _noise;
    private readonly ILookup<Split, short[]> _speech;

    internal SoundBank(
        ImmutableArray<string> labels,
        FrontEnd frontEnd,
        ImmutableArray<SoundClip> clips,
        IEnumerable<(Split Split, short[] Samples)> noise,
        IEnumerable<(Split Split, short[] Samples)> speech,
        ImmutableArray<SkippedFile> skipped)
    {
        (Labels, FrontEnd, Clips, Skipped) = (labels, frontEnd, clips, skipped);
        _noise = noise.ToLookup(sound => sound.Split, sound => sound.Samples);
        _speech = speech.ToLookup(sound => sound.Split, sound => sound.Samples);
    }

    /// <summary>The labels: <c>_silence_</c>, <c>_unknown_</c>, then the keywords.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The front end, at whose rate the sound is.</summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The clips of words, in the order of the folders, words and file names.</summary>
    public ImmutableArray<SoundClip> Clips { get; }

    /// <summary>The files that were left out.</summary>
    public ImmutableArray<SkippedFile> Skipped { get; }

    /// <summary>The number of files and pieces of noise of a set.</summary>
    /// <param name="split">The set.</param>
    public int NoiseCount(Split split) => _noise[split].Count();

    /// <summary>The number of files and pieces of running speech of a set.</summary>
    /// <param name="split">The set.</param>
    public int SpeechCount(Split split) => _speech[split].Count();

    /// <summary>A hash of labels, sets and every sample: two banks of the same hash give the same examples.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SoundClip clip in Clips)
        {
            Append(hash, $"{clip.Label} {clip.Split} {clip.Samples.Length}", clip.Samples);
        }

        foreach (Split split in Enum.GetValues<Split>())
        {
            foreach (short[] samples in _noise[split])
            {
                Append(hash, $"noise {split} {samples.Length}", samples);
            }

            foreach (short[] samples in _speech[split])
            {
                Append(hash, $"speech {split} {samples.Length}", samples);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal short[][] Noise(Split split) => [.. _noise[split]];

    internal short[][] Speech(Split split) => [.. _speech[split]];

    private static void Append(IncrementalHash hash, string head, short[] samples)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        hash.AppendData(MemoryMarshal.AsBytes(samples.AsSpan()));
    }
}
