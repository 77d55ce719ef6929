using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Analysis;

/// <summary>Compares every kernel that this processor has with the reference, logit for logit.</summary>
/// <remarks>
/// All inputs of the caller and the first 4,096 random cases of each kind (with the given model, with random models) are compared with the
/// reference itself. Beyond that a faster scalar oracle, which shares no code with the kernels, stands in for it; the first
/// case of every block is computed by both, and a difference between them ends the run.
/// </remarks>
public static class Verifier
{
    /// <summary>Cases compared at a time: every kernel sees whole batches, as in use.</summary>
    private const int BlockSize = 256;

    private const int FingerprintsPerModel = 64;
    private const int ModelShare = 16;

    /// <summary>
    /// So many random cases of each kind are compared with the reference itself. The further ones are compared with
    /// <see cref="ScalarOracle"/>, and the first case of every block with both.
    /// </summary>
    private const int ByReference = 4096;

    /// <summary>Runs all cases on all kernels.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="progress">Receives the number of cases compared so far, over all kernels.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>A result for every kernel asked for, those that this processor lacks included.</returns>
    /// <exception cref="ArgumentException">An input is no fingerprint of the model, or there is no kernel of a name.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<KernelVerification> Run(
        VerificationRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(request, [.. request.Kernels?.Select(KernelRegistry.Find) ?? KernelRegistry.All], progress, cancellationToken);
    }

    /// <summary>The same for given kernels: how a test shows that a wrong one is found.</summary>
    internal static IReadOnlyList<KernelVerification> Run(
        VerificationRequest request, IReadOnlyList<KernelEntry> kernels, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        DsCnnModel model = request.Model;
        int length = model.Topology.Input.Count;
        ulong seed = (ulong)request.Seed;
        var tally = new VerificationTally(kernels, progress);
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.Threads, CancellationToken = cancellationToken };

        var given = new KernelComparison(kernels, model);
        ForEachBlock(request.Inputs.Count, BlockSize, options, (start, count) =>
        {
            var block = new sbyte[count * length];
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<sbyte> input = request.Inputs[(int)start + i].Span;
                input.CopyTo(input.Length == length ? block.AsSpan(i * length, length) : throw new ArgumentException(
                    $"input {start + i} has {input.Length} values, expected {length}", nameof(request)));
            }

            given.Compare(block, tally, start, byReference: true, i => $"input {start + i}");
        });

        ForEachBlock(request.Count, BlockSize, options, (start, count) =>
        {
            var random = new RandomStream(seed, (ulong)start);
            var block = new sbyte[count * length];
            RandomCases.Fill(block, length, ref random);
            given.Compare(block, tally, request.Inputs.Count + start, start < ByReference, i => $"random fingerprint {start + i} of seed {request.Seed}");
        });

        long modelCases = request.Count / ModelShare;
        ForEachBlock(modelCases, FingerprintsPerModel, options, (start, count) =>
        {
            int number = (int)(start / FingerprintsPerModel);
            (DsCnnModel randomModel, string kind) = RandomCases.Model(model.Topology, number, request.Seed);
            var random = new RandomStream(~seed, (ulong)start);
            var block = new sbyte[count * length];
            RandomCases.Fill(block, length, ref random);
            new KernelComparison(kernels, randomModel).Compare(
                block, tally, request.Inputs.Count + request.Count + start, start < ByReference,
                i => $"random model {number} ({kind}) of seed {request.Seed}, fingerprint {i}");
        });

        return tally.Results();
    }

    private static void ForEachBlock(long cases, int size, ParallelOptions options, Action<long, int> run) =>
        Parallel.For(0L, (cases + size - 1) / size, options, block =>
        {
            long start = block * size;
            run(start, (int)Math.Min(size, cases - start));
        });
}
