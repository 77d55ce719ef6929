using Kws.Audio.Tests.Support;
using Kws.Testing;

namespace Kws.Training.Tests.Support;

/// <summary>Data sets made in code: every word is two tones of its own, every speaker has a pitch of their own.</summary>
internal static class SpokenWords
{
    public const int Rate = 16_000;

    /// <summary>Writes clips <c>WORD/sN_nohash_0.wav</c>.</summary>
    /// <param name="directory">Receives the folders.</param>
    /// <param name="speakers">The number of speakers.</param>
    /// <param name="words">The words.</param>
    public static void Write(TemporaryDirectory directory, int speakers, params string[] words)
    {
        foreach (string word in words)
        {
            Directory.CreateDirectory(directory.PathOf(word));
            for (int speaker = 0; speaker < speakers; speaker++)
            {
                directory.Write($"{word}/s{speaker}_nohash_0.wav", WavBuilder.Of(Rate, Word(word, speaker)));
            }
        }
    }

    /// <summary>A second with half a second of sound in its middle, and quiet noise.</summary>
    public static short[] Word(string word, int speaker)
    {
        var random = new Random((31 * word.Sum(c => c)) + speaker);
        double first = 300 + (word.Sum(c => c * 37) % 1500);
        double second = 300 + (word.Sum(c => c * 101) % 2500);
        double pitch = 0.9 + (0.2 * random.NextDouble());
        return
        [
            .. Enumerable.Range(0, Rate).Select(i =>
            {
                double frequency = pitch * (i < Rate / 2 ? first : second);
                double tone = i is >= Rate / 4 and < 3 * Rate / 4 ? 8000 * Math.Sin(2 * Math.PI * frequency * i / Rate) : 0;
                return (short)(tone + random.Next(-20, 21));
            }),
        ];
    }
}
