using Kws.Listen.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests.Support;

/// <summary>A data set made in code: every word is two tones of its own, and every speaker has a pitch of their own.</summary>
internal static class SpokenWords
{
    private const int Rate = 16_000;

    private static readonly Dictionary<string, (double First, double Second)> Tones = new()
    {
        ["low"] = (300, 500),
        ["high"] = (1500, 2200),
        ["other"] = (700, 350),
        ["another"] = (2600, 900),
    };

    /// <summary>Writes a folder for each of four words, with a clip per speaker, and returns the folder of the folders.</summary>
    public static string Write(TemporaryDirectory directory, string name, int speakers = 40)
    {
        string root = directory.PathOf(name);
        foreach (string word in Tones.Keys)
        {
            Directory.CreateDirectory(Path.Combine(root, word));
            for (int speaker = 0; speaker < speakers; speaker++)
            {
                Wav.Write(Path.Combine(root, word, $"s{speaker}_nohash_0.wav"), Clip(word, speaker));
            }
        }

        return root;
    }

    /// <summary>A second with half a second of a word in its middle, and quiet noise.</summary>
    public static short[] Clip(string word, int speaker)
    {
        var random = new Random(speaker);
        double pitch = 0.85 + (0.3 * random.NextDouble());
        (double first, double second) = Tones[word];
        return
        [
            .. Enumerable.Range(0, Rate).Select(i =>
            {
                double frequency = pitch * (i < Rate / 2 ? first : second);
                bool isWord = i is >= Rate / 4 and < 3 * Rate / 4;
                return (short)((isWord ? 8000 * Math.Sin(2 * Math.PI * frequency * i / Rate) : 0) + random.Next(-20, 21));
            }),
        ];
    }
}
