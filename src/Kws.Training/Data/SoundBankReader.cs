using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Kws.Audio;
using Kws.Listen;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>Reads folders of sound into memory.</summary>
/// <param name="labels">The labels: <c>_silence_</c>, <c>_unknown_</c>, then the keywords.</param>
/// <param name="frontEnd">The front end, whose rate the sound gets.</param>
/// <param name="salt">The salt of the <see cref="SpeakerSplit"/>.</param>
/// <remarks>A file that is damaged, empty or silent is left out and reported by <see cref="SoundBank.Skipped"/>.</remarks>
public sealed class SoundBankReader(ImmutableArray<string> labels, FrontEnd frontEnd, string salt)
{
    /// <summary>A clip of a word whose samples are all within this is silent: a thousandth of the full scale.</summary>
    private const int Silent = 32;

    private readonly TrueLabels _trueLabels = new(labels, salt);

    /// <summary>The most bytes of sound, two for each sample: by default three quarters of the memory that this process may use.</summary>
    public long MemoryLimit { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3;

    /// <summary>Reads all sound.</summary>
    /// <param name="data">
    /// Folders in the layout of the Speech Commands data set, or with clips of the word that the folder is named as
    /// (<see cref="SpeechCommandsFolder.Clips"/>).
    /// </param>
    /// <param name="noise">
    /// Folders of noise, to which <c>_background_noise_</c> of the data is added. A file that is longer than 20 seconds is cut into pieces
    /// of 10 seconds, which are dealt to the sets one by one.
    /// </param>
    /// <param name="speech">Folders of running speech without keywords, cut in the same way.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="cancellation">Stops the work between files.</param>
    /// <exception cref="IOException">A folder or file cannot be read, or the sound is larger than <see cref="MemoryLimit"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to a folder or file is denied.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SoundBank Read(
        IEnumerable<string> data,
        IEnumerable<string> noise,
        IEnumerable<string> speech,
        int threads = -1,
        CancellationToken cancellation = default)
    {
        string[] folders = [.. data];
        (string Path, string? Word)[] files =
        [
            .. folders.SelectMany(SpeechCommandsFolder.Clips).Select(clip => (clip.Path, (string?)clip.Word)),
            .. noise.SelectMany(ClipFolder.Find).Concat(folders.SelectMany(SpeechCommandsFolder.Noise))
                .Select(path => (path, (string?)null)),
        ];
        int noiseEnd = files.Length;
        files = [.. files, .. speech.SelectMany(ClipFolder.Find).Select(path => (path, (string?)null))];

        var sounds = new short[]?[files.Length];
        var problems = new KwsFormatException?[files.Length];
        Exception? failure = null;
        long bytes = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = cancellation };
        Parallel.For(0, files.Length, options, (i, loop) =>
        {
            try
            {
                sounds[i] = ReadOne(files[i].Path, files[i].Word);
                if (Interlocked.Add(ref bytes, sizeof(short) * (long)sounds[i]!.Length) > MemoryLimit)
                {
                    loop.Stop();
                }
            }
            catch (KwsFormatException e)
            {
                problems[i] = e;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A clip on a disk that fails is not damaged: without it this would be another training.
                failure = e;
                loop.Stop();
            }
        });

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (bytes > MemoryLimit)
        {
            throw new IOException(
                $"the sound needs more than {MemoryLimit >> 20} MB of memory, three quarters of what there is; expected fewer clips "
                + "or less noise and running speech");
        }

        var clips = ImmutableArray.CreateBuilder<SoundClip>();
        (List<(Split, short[])> noiseFiles, List<(Split, short[])> speechFiles) = ([], []);
        foreach ((int i, (string path, string? word)) in files.Index().Where(file => sounds[file.Index] is not null))
        {
            string name = Path.GetFileName(path);
            if (word is null)
            {
                (i < noiseEnd ? noiseFiles : speechFiles).AddRange(SoundPieces.Of(sounds[i]!, frontEnd.SampleRate)
                    .Select((piece, number) => (SpeakerSplit.OfPiece(name, salt, number), piece)));
            }
            else
            {
                clips.Add(new(name, word, _trueLabels.Of(word), _trueLabels.SplitOf(word, name), sounds[i]!, frontEnd.SampleRate));
            }
        }

        return new(
            labels, frontEnd, clips.ToImmutable(), noiseFiles, speechFiles,
            [.. files.Zip(problems).Where(file => file.Second is not null).Select(file => new SkippedFile(file.First.Path, file.Second!))]);
    }

    private short[] ReadOne(string path, string? word)
    {
        short[] samples = WavFile.Read(path, frontEnd.SampleRate);
        return samples.Length == 0 ? throw new KwsFormatException(path, 0, "no samples, expected one at least")
            : word is not (null or SpecialLabels.Silence) && !samples.AsSpan().ContainsAnyExceptInRange((short)-Silent, (short)Silent)
                ? throw new KwsFormatException(path, 0, "only silence, expected a spoken word")
            : samples;
    }
}
