using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Fast;

/// <summary>
/// Classifies keyword-spotting fingerprints with an integer DS-CNN, on the fastest kernel that the processor has. Every
/// kernel gives the same integers, bit for bit, as <c>Kws.Reference.ReferenceClassifier</c>.
/// </summary>
/// <remarks>
/// A fingerprint is frames x coefficients integers in [-32, 31], time-major (30 x 10 = 300 for the default topology);
/// several are back to back. Calls allocate nothing (<c>Scalar</c> and networks with large layers: apart from a thread's first ones).
/// Instances are immutable: any number of threads may use one.
/// </remarks>
public sealed partial class KwsClassifier
{
    /// <summary>
    /// Logits computed at a time when only what is made of them is asked for: those of one fingerprint at least, few enough for the stack
    /// and the first-level cache.
    /// </summary>
    private const int LogitsPerBlock = Window.MaxDimension;

    private readonly Kernel _kernel;

    /// <summary>Makes a classifier, packing the model's weights for the kernel chosen.</summary>
    /// <param name="model">The trained model, for instance <see cref="KwsModel.Default"/>.</param>
    /// <param name="options">How; null for the fastest kernel.</param>
    /// <exception cref="ArgumentException">
    /// The kernel asked for, by option or by <c>KWS_KERNEL</c>, is unknown, or does not handle this model's topology.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The kernel asked for needs an instruction set that this processor lacks.</exception>
    public KwsClassifier(KwsModel model, KwsClassifierOptions? options = null)
        : this(model ?? throw new ArgumentNullException(nameof(model)), KernelRegistry.Resolve(options?.Kernel, model))
    {
    }

    /// <summary>Makes a classifier of a kernel, whether the registry has it or not.</summary>
    internal KwsClassifier(KwsModel model, KernelEntry entry)
    {
        Model = model;
        KernelName = entry.Name;
        _kernel = entry.Create(model);
        FingerprintLength = model.Network.Input.Count;
    }

    /// <summary>All kernels of this library, the fastest first.</summary>
    public static IReadOnlyList<KernelInfo> Kernels { get; } = [.. KernelRegistry.All.Select(entry => entry.Info)];

    /// <summary>The model.</summary>
    public KwsModel Model { get; }

    /// <summary>The values of one fingerprint: 300 for the default topology.</summary>
    public int FingerprintLength { get; }

    /// <summary>The name of the kernel that does the work.</summary>
    public string KernelName { get; }

    /// <summary>
    /// The steps of the general plan, by which vector kernels compute any network but the default one. Empty for the default network, whose
    /// layers each kernel fuses in its own way, and for <c>Scalar</c>.
    /// </summary>
    public IReadOnlyList<KernelStep> Steps => _kernel.Steps;

    /// <summary>The label of one fingerprint: the index of its largest logit, the lowest index on a tie.</summary>
    /// <param name="fingerprint">One fingerprint.</param>
    /// <exception cref="ArgumentException">The length is not that of one fingerprint.</exception>
    /// <exception cref="FingerprintRangeException">A value lies outside [-32, 31]; the message names its index.</exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="Infer"/>.</exception>
    public int Classify(ReadOnlySpan<sbyte> fingerprint)
    {
        if (fingerprint.Length != FingerprintLength)
        {
            throw new ArgumentException(
                $"{fingerprint.Length} values, expected the {FingerprintLength} of one fingerprint", nameof(fingerprint));
        }

        int label = 0;
        ClassifyFrom<int, ArgMax>(fingerprint, new Span<int>(ref label), 0);
        return label;
    }

    /// <summary>The labels of many fingerprints.</summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="labels">Receives N labels, indices into <see cref="KwsModel.Labels"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="FingerprintRangeException">
    /// A value lies outside [-32, 31]; the message names fingerprint, index and value. No label at or after that fingerprint is written.
    /// </exception>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits; see <see cref="Infer"/>.</exception>
    public void Classify(ReadOnlySpan<sbyte> fingerprints, Span<int> labels)
    {
        CheckLengths(fingerprints.Length, labels.Length, 1, nameof(labels));
        ClassifyFrom<int, ArgMax>(fingerprints, labels, 0);
    }

    /// <summary>The labels of many fingerprints, each with its logit and its lead over the second best.</summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="classifications">Receives N classifications.</param>
    /// <inheritdoc cref="Classify(ReadOnlySpan{sbyte}, Span{int})" path="/exception"/>
    public void Classify(ReadOnlySpan<sbyte> fingerprints, Span<Classification> classifications)
    {
        CheckLengths(fingerprints.Length, classifications.Length, 1, nameof(classifications));
        ClassifyFrom<Classification, Classification>(fingerprints, classifications, 0);
    }

    /// <summary>The logits of many fingerprints.</summary>
    /// <param name="fingerprints">N fingerprints back to back.</param>
    /// <param name="logits">Receives N x labels logits, the labels of one fingerprint side by side.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="FingerprintRangeException">
    /// A value lies outside [-32, 31]; the message names fingerprint, index and value. No logit at or after that fingerprint is written.
    /// </exception>
    /// <exception cref="OverflowException">
    /// A layer's value does not fit 32 bits: possible only with several depthwise-separable blocks or biases near the limits of <see
    /// cref="int"/>. Results before that fingerprint are written.
    /// </exception>
    public void Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        CheckLengths(fingerprints.Length, logits.Length, Model.Network.LabelCount, nameof(logits));
        InferFrom(fingerprints, logits, 0);
    }

    /// <param name="fingerprints">N fingerprints.</param>
    /// <param name="results">N results.</param>
    /// <param name="first">The number of the first fingerprint within the caller's batch, for error messages.</param>
    [SkipLocalsInit]
    private void ClassifyFrom<TResult, TReading>(ReadOnlySpan<sbyte> fingerprints, Span<TResult> results, int first)
        where TReading : ILogitsReading<TResult>
    {
        int classes = Model.Network.LabelCount;
        int block = LogitsPerBlock / classes;
        Span<int> logits = stackalloc int[LogitsPerBlock];
        for (int done = 0; done < results.Length; done += block)
        {
            int count = Math.Min(block, results.Length - done);
            Span<int> part = logits[..(count * classes)];
            ReadOnlySpan<sbyte> inputs = fingerprints.Slice(done * FingerprintLength, count * FingerprintLength);
            int inferred = _kernel.Infer(inputs, part);
            for (int i = 0; i < inferred; i++)
            {
                results[done + i] = TReading.FromLogits(part.Slice(i * classes, classes));
            }

            if (inferred < count)
            {
                ThrowOutOfRange(inputs, inferred, first + done);
            }
        }
    }

    private void InferFrom(ReadOnlySpan<sbyte> fingerprints, Span<int> logits, int first)
    {
        int inferred = _kernel.Infer(fingerprints, logits);
        if (inferred * FingerprintLength < fingerprints.Length)
        {
            ThrowOutOfRange(fingerprints, inferred, first);
        }
    }

    private void CheckLengths(int fingerprints, int outputs, int outputsEach, string outputName)
    {
        (int count, int rest) = Math.DivRem(fingerprints, FingerprintLength);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"{fingerprints} values are not a whole number of fingerprints of {FingerprintLength} values", nameof(fingerprints));
        }

        if (outputs != (long)count * outputsEach)
        {
            throw new ArgumentException(
                $"{outputName} holds {outputs} values, expected {(long)count * outputsEach} for {count} fingerprints", outputName);
        }
    }

    private void ThrowOutOfRange(ReadOnlySpan<sbyte> fingerprints, int bad, int first)
    {
        ReadOnlySpan<sbyte> values = fingerprints.Slice(bad * FingerprintLength, FingerprintLength);
        int index = values.IndexOfAnyExceptInRange((sbyte)Model.Network.MinInput, (sbyte)Model.Network.MaxInput);
        if (index < 0)
        {
            throw new InvalidOperationException($"fingerprint {first + bad} was changed by another thread while it was computed");
        }

        throw new FingerprintRangeException(first + bad, index, values[index], Model.Network);
    }
}
