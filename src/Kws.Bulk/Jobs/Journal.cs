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
/// <param name="Part">The number of the part.</param>
/// <param name="Parts">The number of parts; 1 for a whole job.</param>
/// <param name="Whole">What must be the same for all parts: all inputs of the job.</param>
/// <param name="FirstIndex">The number of fingerprints before the part, as far as it is known.</param>
/// <param name="Inputs">The inputs of the part, in order.</param>
/// <param name="Input">The input that is being read.</param>
/// <param name="Position">The first fingerprint of it that is not done.</param>
/// <param name="Outputs">The outputs, in order, each with the length that belongs to the fingerprints that are done.</param>
/// <param name="Counts">Counts of those; the first one is their number.</param>
/// <param name="IsComplete">All are done; only the outputs' names may be still to be given.</param>
internal sealed record Journal(
    int Version,
    string Job,
    int Part,
    int Parts,
    string Whole,
    long FirstIndex,
    ImmutableArray<InputIdentity> Inputs,
    int Input,
    SourcePosition Position,
    ImmutableArray<JournalOutput> Outputs,
    ImmutableArray<long> Counts,
    bool IsComplete)
{
    public const int CurrentVersion = 3;

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
            throw FileError.Denied(path, path, e);
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
            return journal.Version != CurrentVersion
                    ? throw new KwsFormatException(path, 0, $"version {journal.Version} of the journal, expected {CurrentVersion}")
                : journal.IsValid ? journal
                : throw new JsonException("a value is out of range");
        }
        catch (JsonException e)
        {
            throw new KwsFormatException(path, 0, $"this is not the journal of a job: {e.Message}");
        }
    }

    /// <summary>True if the outputs have got their names, and are complete if they have the hashes.</summary>
    [JsonIgnore]
    public bool IsPublished => IsComplete && Outputs.All(output => output.IsSkipped || output.Hash.Length > 0);

    /// <summary>True if all values can be those of a job.</summary>
    private bool IsValid =>
        Part >= 1 && Part <= Parts && FirstIndex >= 0
        && !Inputs.IsDefault && Inputs.All(input => input is not null)
        && Input >= 0 && Input <= Inputs.Length
        && !Outputs.IsDefaultOrEmpty && Outputs.All(output => output is { Length: >= 0 })
        && !Counts.IsDefault && Counts.All(count => count >= 0);

    /// <summary>The path of the journal that stands beside an output.</summary>
    public static string PathFor(string output) => $"{AtomicFile.Target(output)}.journal";

    /// <summary>An output's entry, or null.</summary>
    /// <param name="name">Its path from the directory of the journal on.</param>
    public JournalOutput? OutputOf(string name) => Outputs.FirstOrDefault(output => output.Name == name);

    /// <summary>Refuses to resume another job than the one that was interrupted.</summary>
    /// <param name="path">Of this journal.</param>
    /// <param name="job">The job as it is now, at its beginning.</param>
    public void Check(string path, Journal job)
    {
        string[] names = [.. job.Outputs.Select(output => output.Name)];
        string? difference =
            Outputs.FirstOrDefault(output => !names.Contains(output.Name)) is { } missing ? $"it writes {missing.Name} too"
            : job.Outputs.FirstOrDefault(
                output => !output.IsSkipped && OutputOf(output.Name) is null) is { } added ? $"it does not write {added.Name}"
            : Job != job.Job ? "it has another model, other options or other formats"
            : (Part, Parts) != (job.Part, job.Parts) ? $"it is part {Part}/{Parts}, not {job.Part}/{job.Parts}"
            : Inputs.Length != job.Inputs.Length ? $"it has {Inputs.Length} inputs, not {job.Inputs.Length}"
            : Inputs.Zip(job.Inputs, (then, now) =>
                then.DifferenceTo(now) is { } changed ? $"the input {now.Name} is not what it was: {changed}" : null)
                .FirstOrDefault(changed => changed is not null)
            ?? (Whole != job.Whole ? "the inputs of other parts are not what they were" : null);
        if (difference is not null)
        {
            string refusal = IsComplete ? "the finished job is another one" : "the interrupted job cannot be resumed";
            throw new KwsFormatException(path, 0, $"{refusal}: {difference}");
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
            throw FileError.Denied(path, Directory.Exists(temporary) ? temporary : path, e);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: {e.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal)}", e);
        }
    }

    public static void Delete(string path)
    {
        CheckDirectory(path);
        DeleteTemporary(path);
        File.Delete(path);
    }

    /// <summary>Deletes what is left of a journal that could not be written.</summary>
    public static void DeleteTemporary(string path) => File.Delete(path + Temporary);

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
/// <param name="Name">Its path from the directory of the journal on, so that it does not matter where the disk is mounted.</param>
/// <param name="Format">Its format: <see cref="IOutputFormat.Name"/>; empty for what was skipped.</param>
/// <param name="Length">How many bytes of its part belong to fingerprints that are done.</param>
/// <param name="Tail">What those end with; see <see cref="PartFile.Tail"/>.</param>
/// <param name="Hash">
/// SHA-256 of the file, in hexadecimal, once it has its name; empty before, and for what was skipped, which people correct.
/// </param>
internal sealed record JournalOutput(string Name, string Format, long Length, string Tail, string Hash)
{
    /// <summary>True for the file of skipped fingerprints, which may be added when a job is resumed.</summary>
    [JsonIgnore]
    public bool IsSkipped => Format.Length == 0;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Journal))]
internal sealed partial class JournalJson : JsonSerializerContext;
