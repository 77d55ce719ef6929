using System.Diagnostics;
using System.Globalization;
using Kws.Benchmarks.Contenders;
using Kws.Benchmarks.Peers.Onnx;
using Kws.Benchmarks.Results;
using Kws.Fast;
using Kws.Model;

namespace Kws.Benchmarks.Networks;

/// <summary>
/// Every network on the fastest kernel and on ONNX Runtime, one thread, in turns, the median of the turns. Results are compared first; an
/// ONNX model in float32 whose sums leave the integers it holds exactly is marked.
/// </summary>
internal static class NetworksReport
{
    private const int Turns = 9;
    private static readonly int[] Batches = [1, 16, 64];

    public static void Write(string? only)
    {
        var table = new MarkdownTable(
            "network", "kernel", "us, batch 1", "ONNX Runtime", "ratio", "us, best batch", "ONNX Runtime, best", "ratio", "equal");
        foreach ((string name, Func<KwsModel> make) in NetworkModels.All.Where(
            network => only is null || network.Name.Contains(only, StringComparison.Ordinal)))
        {
            KwsModel model = make();
            string kernel = new KwsClassifier(model).KernelName;
            var times = Batches.Select(batch => Measure(model, batch, kernel)).ToArray();
            (double ours, double theirs) = (times.Min(time => time.Kernel), times.Min(time => time.Onnx));
            table.Add(
                name, kernel, Text(times[0].Kernel), Text(times[0].Onnx), Text(times[0].Onnx / times[0].Kernel), Text(ours), Text(theirs),
                Text(theirs / ours), times.All(time => time.IsEqual) ? "yes" : "no");
            Console.Error.WriteLine($"{name}: {times[0].Onnx / times[0].Kernel:F2}, {theirs / ours:F2}");
        }

        Console.WriteLine(Processor.Current.Name);
        Console.WriteLine(table);
    }

    private static (double Kernel, double Onnx, bool IsEqual) Measure(KwsModel model, int batch, string kernel)
    {
        int length = model.Network.Input.Count;
        var random = new Random(3);
        var fingerprints = new sbyte[Batches[^1] * length];
        foreach (ref sbyte value in fingerprints.AsSpan())
        {
            value = (sbyte)random.Next(model.Network.MinInput, model.Network.MaxInput + 1);
        }

        var workload = new Workload(model, fingerprints, batch, 1);
        using IContender ours = ContenderList.Create(kernel, workload);
        using var theirs = new OnnxRuntimePeer(workload);
        theirs.InferAll();
        bool isEqual = theirs.Logits().SequenceEqual(ours.Logits());
        var times = new List<(double Ours, double Theirs)>();
        for (int turn = 0; turn < Turns; turn++)
        {
            times.Add((Time(ours) / workload.Count, Time(theirs) / workload.Count));
        }

        return (times.Select(time => time.Ours).Order().ElementAt(Turns / 2), times.Select(time => time.Theirs).Order()
            .ElementAt(Turns / 2), isEqual);
    }

    /// <summary>Microseconds of one call, of as many as take 20 ms.</summary>
    private static double Time(IContender contender)
    {
        int calls = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            contender.InferAll();
            calls++;
        }
        while (watch.ElapsedMilliseconds < 20);

        return watch.Elapsed.TotalMicroseconds / calls;
    }

    private static string Text(double value) => value.ToString(value < 10 ? "F2" : "F1", CultureInfo.InvariantCulture);
}
