using System.Globalization;
using Kws.Model;

namespace Kws.Bulk.Jobs;

/// <summary>The inputs of one part of a job. The parts of a job are disjoint, and together are the whole.</summary>
/// <param name="Part">The part; null for the whole job.</param>
/// <param name="Shares">What the part reads, in order.</param>
/// <param name="FirstIndex">
/// The number of fingerprints before the part; 0 where only reading all that lies before it would tell, as of text.
/// </param>
/// <param name="Whole">All inputs of the job, in a text that is the same for each of its parts.</param>
internal sealed record PartPlan(JobPart? Part, IReadOnlyList<InputShare> Shares, long FirstIndex, string Whole)
{
    /// <summary>
    /// Opens every file once: what is wrong with the last one should not be told after hours. Parts have the same number of fingerprints,
    /// of text by an estimate, and begin at the next place where an input can be entered.
    /// </summary>
    /// <exception cref="ArgumentException">A part is asked for, and an input can be read only once.</exception>
    public static PartPlan Make(IReadOnlyList<BulkInput> inputs, TensorShape shape, JobPart? part, CancellationToken cancellationToken)
    {
        if (part is not null && inputs.FirstOrDefault(input => !input.CanReopen) is { } once)
        {
            throw new ArgumentException($"{once.Name} can be read only once, so that it has no parts", nameof(part));
        }

        string[] names = InputNames.Of([.. inputs.Select(input => input.Name)]);
        var sizes = new long?[inputs.Count];
        bool isCounted = true;
        for (int i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (inputs[i].CanReopen)
            {
                // What only reading would tell counts as one.
                (sizes[i], bool hasCount) = Read(inputs[i], shape, source => (source.Size ?? 1, source.Count is not null));
                isCounted &= hasCount;
            }
        }

        string whole = WholeOf(inputs, names, sizes);
        if (part is null)
        {
            return new(part, [.. inputs.Select((input, i) => new InputShare(input, names[i], null, null, sizes[i]))], 0, whole);
        }

        var shares = new List<InputShare>();
        long firstIndex = 0;
        (long begin, long end) = part.ShareOf(sizes.Sum(size => size!.Value));
        long before = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            long size = sizes[i]!.Value;
            if (Share(inputs[i], names[i], shape, size, begin - before, end - before) is { } share)
            {
                firstIndex = shares.Count == 0 ? before + (share.Start?.Index ?? 0) : firstIndex;
                shares.Add(share);
            }

            before += size;
        }

        return new(part, shares, isCounted ? firstIndex : 0, whole);
    }

    /// <summary>All inputs of a job: their names and formats, and their sizes or the names of their clips.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="names">Their paths below the directory that they have in common.</param>
    /// <param name="sizes">Fingerprints of each, or an estimate.</param>
    public static string WholeOf(IReadOnlyList<BulkInput> inputs, IReadOnlyList<string> names, IReadOnlyList<long?> sizes) => string.Join(
        '\n',
        inputs.Select((input, i) => string.Create(
            CultureInfo.InvariantCulture,
            $"{names[i]} {input.Format} {sizes[i]} {BytesOrClipsOf(input)}")));

    private static string BytesOrClipsOf(BulkInput input) =>
        input.Clips is { } clips ? JobDescription.Hash(string.Join('\n', InputNames.Of(clips)))
        : input.IsFile ? InputIdentity.InfoOf(input.Name).Length.ToString(CultureInfo.InvariantCulture)
        : "";

    /// <summary>The range between two numbers of fingerprints, counted from the beginning of the input; null for nothing.</summary>
    private static InputShare? Share(BulkInput input, string name, TensorShape shape, long size, long from, long to)
    {
        if (to <= 0 || from >= size)
        {
            return null;
        }

        // Only an input that is cut is opened again.
        SourcePosition? start = from > 0 ? Read(input, shape, source => source.Find(from)) : null;
        SourcePosition? stop = to < size ? Read(input, shape, source => source.Find(to)) : null;
        bool isEmpty = from > 0 && (start is null || start == stop);
        return isEmpty ? null : new(input, name, start, stop, Math.Min(to, size) - Math.Max(from, 0));
    }

    private static T Read<T>(BulkInput input, TensorShape shape, Func<FingerprintSource, T> read)
    {
        FingerprintSource source = input.Open(shape);
        try
        {
            return read(source);
        }
        finally
        {
            source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
