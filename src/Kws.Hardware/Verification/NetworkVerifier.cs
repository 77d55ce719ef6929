using System.Runtime.ExceptionServices;
using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Hardware.Verification;

/// <summary>Compares every kernel that this processor has with the reference on random networks, logit for logit.</summary>
public static class NetworkVerifier
{
    /// <summary>Runs all networks on all kernels. A kernel is not compared on a network that it does not handle.</summary>
    /// <param name="request">What to compare.</param>
    /// <param name="progress">Receives the number of fingerprints that are done.</param>
    /// <param name="cancellationToken">Stops between blocks of fingerprints.</param>
    /// <returns>A result for every kernel asked for, those that this processor lacks included.</returns>
    /// <exception cref="ArgumentException">There is no kernel of a name, or a number is less than 1.</exception>
    /// <exception cref="InvalidOperationException">A kernel ended with an error; the message names the network.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static IReadOnlyList<KernelVerification> Run(
        NetworkVerificationRequest request, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Run(request, [.. request.Kernels?.Select(KernelRegistry.Find) ?? KernelRegistry.All], progress, cancellationToken);
    }

    /// <summary>The same for given kernels: this is how a test shows that a wrong one is found.</summary>
    internal static IReadOnlyList<KernelVerification> Run(
        NetworkVerificationRequest request,
        IReadOnlyList<KernelEntry> kernels,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Networks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.FingerprintsPerNetwork, 1);
        var tally = new VerificationTally(kernels, _ => "handles none of the networks", progress: null);
        KernelEntry?[] running = [.. kernels.Select(entry => entry.IsSupported ? entry : null)];
        var networks = new int[kernels.Count];
        long done = 0;
        var options =
            new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(request.Threads), CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, request.Networks, options, RunNetwork);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return [.. tally.Results().Select((result, i) => result with { Networks = networks[i] })];

        void RunNetwork(int number)
        {
            int seed = SeedOf(request.Seed, number);
            string name = $"network {number} of seed {request.Seed} (alone: --networks 1 --seed {seed})";
            try
            {
                var random = RandomNetworks.OfAnySize(seed);
                KwsModel model = random.Model();
                var comparison = new KernelComparison(running, model);
                foreach (int i in Enumerable.Range(0, kernels.Count).Where(comparison.Runs))
                {
                    Interlocked.Increment(ref networks[i]);
                }

                Compare(random, model, comparison, number, name);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{name}: {e.Message}", e);
            }
        }

        void Compare(RandomNetworks random, KwsModel model, KernelComparison comparison, int number, string name)
        {
            int all = request.FingerprintsPerNetwork;
            int start = 0;
            foreach (sbyte[] block in random.Blocks(model.Network, all))
            {
                cancellationToken.ThrowIfCancellationRequested();
                int first = start;
                comparison.Compare(
                    block, tally, ((long)number * all) + start, byReference: true, i => $"{name}, fingerprint {first + i}");
                int count = block.Length / model.Network.Input.Count;
                start += count;
                progress?.Report(Interlocked.Add(ref done, count));
            }
        }
    }

    /// <summary>The seed of a network of a run: the first network of a run with that seed is the same one.</summary>
    internal static int SeedOf(int seed, int number) =>
        number == 0 ? seed : (int)(new RandomStream((ulong)seed, (ulong)number).Next() >> 33);
}
