using System.Collections.Immutable;
using Kws.Bulk.Jobs;
using Kws.Bulk.Outputs;
using Kws.Model;

namespace Kws.Bulk;

/// <summary>
/// The form of results in a file: a head, then the same for every fingerprint, so that a file can be cut off after any of them and
/// continued.
/// </summary>
public abstract class ResultFormat : IOutputFormat
{
    private protected ResultFormat(ImmutableArray<string> labels) => Labels = Checked(labels);

    /// <summary>The names of the labels.</summary>
    protected ImmutableArray<string> Labels { get; }

    /// <summary>CSV: the header <c>index,label,</c> and the names of the labels; then index, name of the label and logits.</summary>
    /// <param name="labels">The names of the labels.</param>
    /// <exception cref="ArgumentException">
    /// There is no label, one is null, or two columns would have the same name: a label is named index or label.
    /// </exception>
    public static ResultFormat Csv(ImmutableArray<string> labels)
    {
        CheckColumns(Checked(labels));
        return TextFormat.Csv(labels);
    }

    /// <summary>A JSON object a line: <c>index</c>, <c>label</c>, <c>logits</c>.</summary>
    /// <param name="labels">The names of the labels.</param>
    /// <exception cref="ArgumentException">There is no label, or one is null.</exception>
    public static ResultFormat JsonLines(ImmutableArray<string> labels) => TextFormat.JsonLines(labels);

    /// <summary>A NumPy array: the labels' indices, N of int32.</summary>
    /// <param name="labels">The names of the labels.</param>
    public static ResultFormat NpyLabels(ImmutableArray<string> labels) => new NpyFormat(labels, isLogits: false);

    /// <summary>A NumPy array: the logits, N x labels of int32.</summary>
    /// <param name="labels">The names of the labels.</param>
    /// <exception cref="ArgumentException">There is no label, or one is null.</exception>
    public static ResultFormat NpyLogits(ImmutableArray<string> labels) => new NpyFormat(labels, isLogits: true);

    /// <summary>The labels, if they are some.</summary>
    /// <exception cref="ArgumentException">There is no label, or one is null.</exception>
    internal static ImmutableArray<string> Checked(ImmutableArray<string> labels) => labels.IsDefaultOrEmpty || labels.Contains(null!)
        ? throw new ArgumentException("there is no label or one is null, expected one name per label", nameof(labels))
        : labels;

    /// <summary>Refuses labels that would give two columns of one name.</summary>
    internal static void CheckColumns(IReadOnlyList<string> labels)
    {
        string[] columns = ["index", "label", .. labels];
        if (columns.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"two columns of the results would be named {twice}: rename that label", nameof(labels));
        }
    }

    string IOutputFormat.Name => Name;

    /// <inheritdoc cref="IOutputFormat.Name"/>
    private protected abstract string Name { get; }

    /// <summary>Logits of one fingerprint.</summary>
    internal int LabelCount => Labels.Length;

    /// <summary>The most bytes that <see cref="Encode"/> writes to for one fingerprint.</summary>
    internal abstract int MaxBytes { get; }

    /// <inheritdoc cref="IOutputFormat.Head"/>
    internal abstract byte[] Head(long count);

    /// <summary>Writes what a file has for some fingerprints.</summary>
    /// <param name="logits">Their logits.</param>
    /// <param name="firstIndex">How many fingerprints stand before them.</param>
    /// <param name="destination"><see cref="MaxBytes"/> for each.</param>
    /// <returns>How many bytes were written.</returns>
    internal abstract int Encode(ReadOnlySpan<int> logits, long firstIndex, Span<byte> destination);

    /// <inheritdoc cref="IOutputFormat.Publish"/>
    internal virtual void Publish(string part, string target, long firstIndex) => AtomicFile.Move(part, target);

    byte[] IOutputFormat.Head(long count) => Head(count);

    void IOutputFormat.Publish(string part, string target, long firstIndex) => Publish(part, target, firstIndex);
}
