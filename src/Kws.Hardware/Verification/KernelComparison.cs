using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Verification;

/// <summary>Compares kernels with the reference for one model.</summary>
internal sealed class KernelComparison
{
    private readonly ReferenceClassifier _reference;
    private readonly KwsModel _model;
    private readonly ScalarOracle? _oracle;
    private readonly (KernelEntry Entry, Kernel Kernel)?[] _kernels;

    /// <param name="kernels">The kernels; those that this processor or the model rules out are left out.</param>
    /// <param name="model">The model.</param>
    public KernelComparison(IReadOnlyList<KernelEntry?> kernels, KwsModel model)
    {
        _model = model;
        _reference = new ReferenceClassifier(model);
        _oracle = ScalarOracle.Handles(model.Network) ? new ScalarOracle(model) : null;
        _kernels =
            [.. kernels.Select(entry => entry?.Handles(model) == true ? (entry, entry.Create(model)) : ((KernelEntry, Kernel)?)null)];
    }

    /// <summary>True if a kernel computes the model.</summary>
    /// <param name="kernel">Its index.</param>
    public bool Runs(int kernel) => _kernels[kernel] is not null;

    /// <summary>Runs a block of fingerprints on the reference, or on the oracle, and on every kernel.</summary>
    /// <param name="fingerprints">Fingerprints back to back.</param>
    /// <param name="tally">Receives the counts.</param>
    /// <param name="order">The place of the first one in the run.</param>
    /// <param name="byReference">
    /// Whether the reference computes every case; else the oracle does, and the reference the first one only.
    /// </param>
    /// <param name="describe">Says which case the n-th fingerprint of the block is.</param>
    public void Compare(
        ReadOnlyMemory<sbyte> fingerprints, VerificationTally tally, long order, bool byReference, Func<int, string> describe)
    {
        int length = _model.Network.Input.Count;
        int labels = _model.Network.LabelCount;
        int count = fingerprints.Length / length;
        int[]?[] expected = new int[count][];
        for (int i = 0; i < count; i++)
        {
            bool asOracle = _oracle is not null && !byReference && i > 0;
            expected[i] = asOracle ? ByOracle(Fingerprint(i)) : ByReference(Fingerprint(i));
        }

        if (_oracle is not null)
        {
            CheckOracle(Fingerprint(0), expected[0], describe(0));
        }

        for (int k = 0; k < _kernels.Length; k++)
        {
            if (_kernels[k] is not var (entry, kernel))
            {
                continue;
            }

            int[]? batch = NullOnOverflow(() => Infer(kernel, fingerprints.Span, count, labels));
            for (int i = 0; i < count; i++)
            {
                ReadOnlyMemory<sbyte> fingerprint = Fingerprint(i);
                int[]? actual =
                    batch?[(i * labels)..((i + 1) * labels)] ?? NullOnOverflow(() => Infer(kernel, fingerprint.Span, 1, labels));
                if (!actual.AsSpan().SequenceEqual(expected[i]))
                {
                    string name = describe(i);
                    CheckOracle(fingerprint, ByReference(fingerprint), name);
                    tally.AddMismatch(
                        k, order + i,
                        () => new MismatchLocator(_model, _reference).Locate(entry, kernel, fingerprint.Span, expected[i], actual, name));
                }
            }

            tally.Add(k, count);
        }

        ReadOnlyMemory<sbyte> Fingerprint(int i) => fingerprints.Slice(i * length, length);
    }

    private int[]? ByReference(ReadOnlyMemory<sbyte> fingerprint) => NullOnOverflow(() => _reference.Infer(fingerprint.Span));

    private int[]? ByOracle(ReadOnlyMemory<sbyte> fingerprint) => NullOnOverflow(() => _oracle!.Infer(fingerprint.Span));

    /// <summary>A wrong oracle would blame right kernels, and clear wrong ones.</summary>
    private void CheckOracle(ReadOnlyMemory<sbyte> fingerprint, int[]? reference, string name)
    {
        if (_oracle is not null && !ByOracle(fingerprint).AsSpan().SequenceEqual(reference))
        {
            throw new InvalidOperationException($"the oracle differs from the reference for {name}: no result of this run counts");
        }
    }

    /// <summary>
    /// A kernel that refuses a valid fingerprint leaves its logits, and those behind it, at a value that no test case has.
    /// </summary>
    internal static int[] Infer(Kernel kernel, ReadOnlySpan<sbyte> fingerprints, int count, int labels)
    {
        var logits = new int[count * labels];
        int inferred = kernel.Infer(fingerprints, logits);
        logits.AsSpan(inferred * labels).Fill(int.MinValue);
        return logits;
    }

    /// <summary>A value beyond 32 bits (possible with several blocks) is a result too: kernel and reference must agree on it.</summary>
    internal static int[]? NullOnOverflow(Func<int[]> infer)
    {
        try
        {
            return infer();
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
