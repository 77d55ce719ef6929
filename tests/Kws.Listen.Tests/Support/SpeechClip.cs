using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Kws.Listen.Tests.Support;

/// <summary>The sets of the data set's speakers, as the hardware team divided them for training: no speaker is in two sets.</summary>
internal enum SpeechSplit
{
    Training,
    Validation,
    Testing,
}

/// <summary>A clip of the data set, and the label that the default model has for its word.</summary>
internal sealed record SpeechClip(string Path, string Label, SpeechSplit Split)
{
    private const int Buckets = 1 << 27;

    /// <summary>All clips with words, in a fixed order.</summary>
    public static IReadOnlyList<SpeechClip> Words(string speech) =>
        [.. Directory.EnumerateDirectories(speech)
            .Where(folder => !System.IO.Path.GetFileName(folder).StartsWith('_'))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.wav"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SpeechClip(path, LabelOf(path), SplitOf(path)))];

    private static string LabelOf(string path) =>
        System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path)) is ("cat" or "happy") and var word ? word : "_unknown_";

    private static SpeechSplit SplitOf(string path)
    {
        string speaker = System.IO.Path.GetFileName(path).Split("_nohash_")[0];
#pragma warning disable CA5350 // Not for security: it is how the clips were divided.
        var hash = new BigInteger(SHA1.HashData(Encoding.UTF8.GetBytes("kws" + speaker)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5350
        double percent = (int)(hash % Buckets) * 100.0 / (Buckets - 1);
        return percent < 10 ? SpeechSplit.Validation : percent < 20 ? SpeechSplit.Testing : SpeechSplit.Training;
    }
}
