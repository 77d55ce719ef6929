using System.Diagnostics;
using System.Globalization;
using Kws.Benchmarks.Contenders;
using Kws.Benchmarks.Peers.Native;
using Kws.Benchmarks.Peers.Onnx;
using Kws.Benchmarks.Results;
using Kws.Fast;
using Kws.Model;

namespace Kws.Benchmarks.Networks;

/// <summary>
/// Every network on the fastest kernel and on its peers, one thread, in turns, the best of the turns. All results are compared with the
/// reference first.
/// </summary>
internal static class NetworksReport
{
    private const int Turns = 40;
    private const int MostMilliseconds = 5000;
    private static readonly int[] Batches = [1, 16, 64];

    private static readonly Peer Float = new(_ => true, workload => new OnnxRuntimePeer(workload));
    private static readonly Peer Integer =
        new(workload => IntegerNetwork.Handles(workload.Model.Network), workload => new IntegerOnnxRuntimePeer(workload));

    // It computes one fingerprint after the other, whatever the batch.
    private static readonly Peer C = new(workload => Gcc.Version is not null && workload.Batch == 1, workload => new NetworkPeer(workload));

    public static void Write(string? only)
    {
        var table = new MarkdownTable(
            "network", "kernel", "us, batch 1", "ONNX Runtime", "ratio", "integers", "ratio", "gcc", "ratio", "us, best batch",
            "ONNX Runtime", "ratio", "integers", "ratio");
        foreach ((string name, Func<KwsModel> make) in NetworkModels.All.Where(
            network => only is null || network.Name.Contains(only, StringComparison.Ordinal)))
        {
            KwsModel model = make();
            string kernel = new KwsClassifier(model).KernelName;
            var workload = new Workload(model, Fingerprints(model.Network), 1, 1);
            using IContender checkedKernel = ContenderList.Create(kernel, workload);
            int[] expected = checkedKernel.Logits();
            var ours = new Peer(_ => true, batched => new KernelContender(kernel, batched));
            double[][] times =
                [.. Batches.Select(batch => Measure(workload with { Batch = batch }, [ours, Float, Integer, C], expected))];
            double[] one = times[0];
            double[] best = [.. Enumerable.Range(0, one.Length).Select(contender => times.Min(batch => batch[contender]))];
            table.Add([name, kernel, Text(one[0]), .. Compared(one, 1), .. Compared(one, 2), .. Compared(one, 3), Text(best[0]),
                .. Compared(best, 1), .. Compared(best, 2)]);
            Console.Error.WriteLine(name);
        }

        Console.WriteLine(Processor.Current.Name);
        Console.WriteLine(Gcc.Version ?? "There is no gcc here: its column is empty.");
        Console.WriteLine(table);
    }

    private static sbyte[] Fingerprints(Network network)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Batches[^1] * network.Input.Count)
            .Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1))];
    }

    /// <summary>Microseconds per fingerprint of each contender; infinity for one that does not take part.</summary>
    private static double[] Measure(Workload workload, Peer[] peers, int[] expected)
    {
        IContender?[] contenders = [.. peers.Select(peer => peer.Of(workload, expected))];
        double[] times = [.. contenders.Select(_ => double.PositiveInfinity)];
        var watch = Stopwatch.StartNew();
        for (int turn = 0; turn < Turns && watch.ElapsedMilliseconds < MostMilliseconds; turn++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                if (contenders[i] is { } contender)
                {
                    times[i] = Math.Min(times[i], Turn.Microseconds(contender.InferAll) / workload.Count);
                }
            }
        }

        foreach (IContender? contender in contenders)
        {
            contender?.Dispose();
        }

        return times;
    }

    private static string[] Compared(double[] times, int peer) =>
        double.IsFinite(times[peer]) ? [Text(times[peer]), Text(times[peer] / times[0])] : ["-", "-"];

    private static string Text(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);

    /// <summary>Someone who computes the network.</summary>
    /// <param name="Handles">True for a workload on which it takes part.</param>
    /// <param name="Make">Prepares a workload.</param>
    private sealed record Peer(Func<Workload, bool> Handles, Func<Workload, IContender> Make)
    {
        /// <summary>The contender on a workload, its results compared; null if it does not take part.</summary>
        public IContender? Of(Workload workload, int[] expected)
        {
            if (!Handles(workload))
            {
                return null;
            }

            IContender contender = Make(workload);
            contender.InferAll();
            return contender.Logits().AsSpan().SequenceEqual(expected)
                ? contender
                : throw new InvalidOperationException($"{contender.GetType().Name} computes other logits than the reference");
        }
    }
}
