using System.Runtime.ExceptionServices;
using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>Compares every kernel that this processor has with the reference, logit for logit.</summary>
/// <remarks>
/// All inputs of the caller and the first 4,096 random cases of each kind (with the given model, with random models) are compared with the
/// reference itself. Beyond that a faster scalar oracle, which shares no code with the kernels, stands in for it; the first
/// case of every block is computed by both, and a difference between them ends the run.
/// </remarks>
public static class Verifier
{
    /// <summary>Cases compared at a time: every kernel sees whole batches, as in use.</summary>
    internal const int BlockSize = 256;

    internal const int FingerprintsPerModel = 64;
    internal const int ModelShare = 16;

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
    /// <exception cref="InvalidOperationException">The oracle differs from the reference; the message names the case.</exception>
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
        CheckRequest(request);
        KwsModel model = request.Model;
        int length = model.Network.Input.Count;
        ulong seed = (ulong)request.Seed;
        var tally = new VerificationTally(
            kernels,
            kernel => kernel.Handles(model) ? "there was no case" : $"does not handle this model: {PlanKernel.Refusal(model)}",
            progress);
        var options =
            new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(request.Threads), CancellationToken = cancellationToken };

        // A kernel that does not handle the model does not run the random models either: it would be counted as if it had met the user's.
        KernelEntry?[] running = [.. kernels.Select(entry => entry.IsSupported && entry.Handles(model) ? entry : null)];
        var given = new KernelComparison(running, model);
        ForEachBlock(request.Inputs.Count, BlockSize, options, (start, count) =>
        {
            var block = new sbyte[count * length];
            for (int i = 0; i < count; i++)
            {
                request.Inputs[(int)start + i].Span.CopyTo(block.AsSpan(i * length, length));
            }

            given.Compare(block, tally, start, byReference: true, i => $"input {start + i}");
        });

        ForEachBlock(request.Count, BlockSize, options, (start, count) =>
        {
            sbyte[] block = RandomCases.Fingerprints(model.Network, seed, start, count);
            given.Compare(
                block, tally, request.Inputs.Count + start,
                start < ByReference, i => $"random fingerprint {start + i} of seed {request.Seed}");
        });

        long modelCases = request.Count / ModelShare;
        ForEachBlock(modelCases, FingerprintsPerModel, options, (start, count) =>
        {
            int number = (int)(start / FingerprintsPerModel);
            (KwsModel randomModel, string kind) = RandomCases.Model(model.Network, number, request.Seed);
            sbyte[] block = RandomCases.Fingerprints(model.Network, ~seed, start, count);
            new KernelComparison(running, randomModel).Compare(
                block, tally, request.Inputs.Count + request.Count + start, start < ByReference,
                i => $"random model {number} ({kind}) of seed {request.Seed}, fingerprint {i}");
        });

        return tally.Results();
    }

    private static void CheckRequest(VerificationRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(request.Count);
        Network network = request.Model.Network;
        int length = network.Input.Count;
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            ReadOnlySpan<sbyte> input = request.Inputs[i].Span;
            if (input.Length != length)
            {
                throw new ArgumentException($"input {i} has {input.Length} values, expected {length}", nameof(request));
            }

            int bad = input.IndexOfAnyExceptInRange((sbyte)network.MinInput, (sbyte)network.MaxInput);
            if (bad >= 0)
            {
                throw new ArgumentException(
                    $"input {i}: value {bad} is {input[bad]}, expected {network.MinInput} to {network.MaxInput}", nameof(request));
            }
        }
    }

    private static void ForEachBlock(long cases, int size, ParallelOptions options, Action<long, int> run)
    {
        try
        {
            Parallel.For(0L, (cases + size - 1) / size, options, block =>
            {
                long start = block * size;
                run(start, (int)Math.Min(size, cases - start));
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
