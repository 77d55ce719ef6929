using System.Collections.Immutable;
using Kws.Audio;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Augmentation;
using Kws.Training.Data;

namespace Kws.Training.Quantize;

/// <summary>Clips by which a <see cref="Quantizer"/> chooses scales.</summary>
/// <param name="All">The samples of each clip, at the rate of the front end, with the word in the middle of a long one.</param>
/// <param name="Skipped">The files that were left out.</param>
public sealed record CalibrationClips(ImmutableArray<short[]> All, ImmutableArray<SkippedFile> Skipped)
{
    /// <summary>The most clips that are read. More of them change no scale, and take time.</summary>
    public const int Most = 500;

    /// <summary>The factors of the amplitude of synthesised noise.</summary>
    private static readonly double[] Levels = [1.0 / 64, 1.0 / 8, 1, 4];

    /// <summary>Reads the .wav files of a folder, at any depth: all, or <see cref="Most"/> of them at equal distances.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="frontEnd">The front end, whose rate the clips get.</param>
    /// <param name="cancellation">Stops between clips.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CalibrationClips Read(string folder, FrontEnd frontEnd, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(frontEnd);
        string[] paths = [.. ClipFolder.Find(folder)];
        var clips = ImmutableArray.CreateBuilder<short[]>();
        var skipped = ImmutableArray.CreateBuilder<SkippedFile>();
        int count = Math.Min(paths.Length, Most);
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = paths[(int)((long)i * paths.Length / count)];
            try
            {
                short[] samples = WavFile.Read(path, frontEnd.SampleRate);
                clips.Add(samples[WordSecond.RangeOf(samples, frontEnd)]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or KwsFormatException)
            {
                skipped.Add(new(path, e));
            }
        }

        return new(clips.ToImmutable(), skipped.ToImmutable());
    }

    /// <summary>
    /// Noise, hum, clicks and calls that are synthesised, at several volumes: what there is to choose scales by without recordings.
    /// </summary>
    /// <param name="frontEnd">The front end.</param>
    public static CalibrationClips Synthesise(FrontEnd frontEnd)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        return new(
            [
                .. from sound in SynthesisedNoise.All(frontEnd.SampleRate)
                   from clip in sound.Chunk(frontEnd.ClipLength)
                   from level in Levels
                   select clip.Select(sample => (short)Math.Clamp(level * sample, short.MinValue, short.MaxValue)).ToArray(),
            ],
            []);
    }
}
