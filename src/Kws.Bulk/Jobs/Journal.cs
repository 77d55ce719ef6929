using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>The state of a job: enough to resume it in another process.</summary>
/// <param name="Version">Of this format.</param>
/// <param name="Job">What must be the same when it is resumed: model, labels, formats of the outputs.</param>
/// <param name="Inputs">All inputs, in order.</param>
/// <param name="Input">The input that is being read.</param>
/// <param name="Position">The first fingerprint of it that is not done; <see langword="null"/> before its first one.</param>
/// <param name="Outputs">The outputs, in order, each with the length that belongs to the fingerprints that are done.</param>
/// <param name="Summary">Counts of those.</param>
/// <param name="IsComplete">All are done; only the outputs' names may be still to be given.</param>
internal sealed record Journal(
    int Version,
    string Job,
    ImmutableArray<InputIdentity> Inputs,
    int Input,
    SourcePosition Position,
    ImmutableArray<JournalOutput> Outputs,
    BulkSummary Summary,
    bool IsComplete)
{
    public const int CurrentVersion = 1;

    private const string Temporary = ".tmp";

    /// <summary>The journal at a path, or null if there is none.</summary>
    public static Journal? Read(string path)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: permission denied", e);
        }

        try
        {
            int end = json.AsSpan().LastIndexOf((byte)'\n');
            if (end < 0 || !json.AsSpan(end + 1).SequenceEqual(Checksum(json.AsSpan(0, end))))
            {
                throw new JsonException("its check sum is wrong");
            }

            Journal journal =
                JsonSerializer.Deserialize(json.AsSpan(0, end), JournalJson.Default.Journal) ?? throw new JsonException("null");
            return journal.Version == CurrentVersion
                ? journal
                : throw new KwsFormatException(path, 0, $"version {journal.Version} of the journal, expected {CurrentVersion}");
        }
        catch (JsonException e)
        {
            throw new KwsFormatException(path, 0, $"this is not the journal of a job: {e.Message}");
        }
    }

    /// <summary>The number of bytes of an output's part that belong to fingerprints that are done.</summary>
    public long LengthOf(string path) => Of(path)?.Length ?? 0;

    /// <summary>The last of those bytes, or null if there are none.</summary>
    public string? TailOf(string path) => Of(path)?.Tail;

    private JournalOutput? Of(string path) => Outputs.FirstOrDefault(output => output.Path == AtomicFile.Target(path));

    /// <summary>Refuses to resume another job than the one that was interrupted.</summary>
    /// <param name="path">Of this journal.</param>
    /// <param name="job">The job as it is now.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="paths">Its outputs, and the file of skipped fingerprints.</param>
    /// <param name="outputs">How many of the paths are outputs; skipping may begin when a job is resumed.</param>
    public void Check(string path, string job, ImmutableArray<InputIdentity> inputs, IReadOnlyList<string> paths, int outputs)
    {
        string[] targets = [.. paths.Select(AtomicFile.Target)];
        string? difference =
            Job != job ? "it is for another model or other formats"
            : Inputs.Length != inputs.Length ? $"it has {Inputs.Length} inputs, not {inputs.Length}"
            : Outputs.FirstOrDefault(output => !targets.Contains(output.Path)) is { } missing ? $"it writes {missing.Path} too"
            : targets.Take(
                outputs).FirstOrDefault(target => Outputs.All(output => output.Path != target)) is { } added ? $"it does not write {added}"
            : Inputs.Zip(
                inputs, (then, now) => then.DifferenceTo(now) is { } changed ? $"the input {now.Path} is not what it was: {changed}" : null)
                .FirstOrDefault(changed => changed is not null);
        if (difference is not null)
        {
            throw new KwsFormatException(path, 0, $"the interrupted job cannot be resumed: {difference}");
        }
    }

    /// <summary>Replaces the journal at a path. Whoever is killed meanwhile leaves the old one or the new one.</summary>
    public void Write(string path)
    {
        string temporary = path + Temporary;
        CheckDirectory(path);
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(this, JournalJson.Default.Journal);
                file.Write([.. json, (byte)'\n', .. Checksum(json)]);
                Disk.Flush(file.SafeFileHandle, temporary);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: permission denied", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: {e.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal)}", e);
        }
    }

    public static void Delete(string path)
    {
        CheckDirectory(path);
        File.Delete(path + Temporary);
        File.Delete(path);
    }

    private static byte[] Checksum(ReadOnlySpan<byte> json) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)));

    private static void CheckDirectory(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new DirectoryNotFoundException($"{path}: its directory has been removed");
        }
    }
}

/// <summary>An output of a job.</summary>
/// <param name="Path">As the user named it.</param>
/// <param name="Length">How many bytes of its part belong to fingerprints that are done.</param>
/// <param name="Tail">What those end with; see <see cref="PartFile.Tail"/>.</param>
internal sealed record JournalOutput(string Path, long Length, string Tail);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Journal))]
internal sealed partial class JournalJson : JsonSerializerContext;
