using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Kws.Audio;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Recordings;

/// <summary>Recordings of a few words by one or a few people, a folder for each word.</summary>
/// <param name="Words">The words, in the order of their folders.</param>
/// <param name="All">The recordings, in the order of words and file names.</param>
/// <param name="Skipped">The files that were left out.</param>
public sealed record RecordingSet(
    ImmutableArray<string> Words, ImmutableArray<Recording> All, ImmutableArray<SkippedFile> Skipped)
{
    /// <summary>The fewest recordings of a word: without two others there is nothing to learn while one is left out.</summary>
    public const int Fewest = 3;

    /// <summary>The longest recording, in seconds. In a longer one nobody knows which sound is the word.</summary>
    public const int LongestSeconds = 60;

    /// <summary>A recording whose samples are all within this is silent: a thousandth of the full scale.</summary>
    private const int Silent = 32;

    /// <summary>Seconds kept before the word and after it, for shifts and for its quiet ends.</summary>
    private const double Margin = 0.3;

    /// <summary>The speakers of a word, of whom only those with <c>_nohash_</c> in the names of their files are known.</summary>
    /// <param name="word">The word.</param>
    /// <returns>The number of speakers; 0 if the names do not tell.</returns>
    public int SpeakersOf(string word)
    {
        string[] files = [.. All.Where(one => one.Word == word).Select(one => Path.GetFileName(one.Path))];
        string[] speakers = [.. files.Select(SpeakerSplit.SpeakerOf)];
        return files.Zip(speakers).All(pair => pair.First != pair.Second) ? speakers.Distinct().Count() : 0;
    }

    /// <summary>A hash of words and samples: two sets of the same hash train the same model.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Recording recording in All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{recording.Word} {recording.Samples.Length}"));
            hash.AppendData(MemoryMarshal.AsBytes(recording.Samples.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads folders.</summary>
    /// <param name="folders">The folders, each with the name of a word.</param>
    /// <param name="frontEnd">The front end, whose rate the sound gets.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <exception cref="IOException">A folder or file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder or file is denied.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static RecordingSet Read(IEnumerable<string> folders, FrontEnd frontEnd, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(frontEnd);
        var recordings = ImmutableArray.CreateBuilder<Recording>();
        var skipped = ImmutableArray.CreateBuilder<SkippedFile>();
        var before = new Dictionary<string, string>();
        var words = new List<string>();
        foreach (string folder in folders)
        {
            words.Add(WordOf(folder));
            foreach (string path in ClipFolder.FindHere(folder))
            {
                cancellation.ThrowIfCancellationRequested();
                try
                {
                    recordings.Add(ReadOne(path, words[^1], frontEnd, before));
                }
                catch (KwsFormatException e)
                {
                    skipped.Add(new(path, e));
                }
            }
        }

        return new([.. words.Distinct()], recordings.ToImmutable(), skipped.ToImmutable());
    }

    /// <summary>The word of a folder: its name.</summary>
    /// <param name="folder">The folder.</param>
    public static string WordOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    private static Recording ReadOne(string path, string word, FrontEnd frontEnd, Dictionary<string, string> before)
    {
        var room = new short[(LongestSeconds * frontEnd.SampleRate) + 1];
        short[] samples = room[..WavFile.Read(path, frontEnd.SampleRate, room)];
        if (samples.Length == room.Length)
        {
            throw new KwsFormatException(path, 0, $"longer than {LongestSeconds} s, expected a recording of one word");
        }

        if (!samples.AsSpan().ContainsAnyExceptInRange((short)-Silent, (short)Silent))
        {
            throw new KwsFormatException(
                path, 0, samples.Length == 0 ? "no samples, expected one at least" : "only silence, expected a spoken word");
        }

        // A recording that is there twice would be known to the model that is tested on it.
        string hash = Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(samples.AsSpan())));
        if (!before.TryAdd(hash, path))
        {
            throw new KwsFormatException(path, 0, $"the same sound as {before[hash]}, which is used once");
        }

        LoudPart part = LoudPart.Of(samples, frontEnd.SampleRate);
        int margin = (int)(Margin * frontEnd.SampleRate);
        return new(path, word, samples[Math.Max(0, part.Start - margin)..Math.Min(samples.Length, part.End + margin)]);
    }
}
