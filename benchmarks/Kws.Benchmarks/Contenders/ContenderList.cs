using Kws.Benchmarks.Peers.Native;
using Kws.Benchmarks.Peers.Onnx;
using Kws.Fast;
using Kws.Reference;

namespace Kws.Benchmarks.Contenders;

/// <summary>The contenders of this machine, by name.</summary>
internal static class ContenderList
{
    /// <summary>The reference.</summary>
    public const string Reference = "Reference";

    /// <summary>ONNX Runtime.</summary>
    public const string OnnxRuntime = "OnnxRuntime";

    /// <summary>C compiled by gcc.</summary>
    public const string C = "C";

    /// <summary>The kernels that this processor supports, the fastest first.</summary>
    public static IReadOnlyList<string> Kernels { get; } =
        [.. KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    /// <summary>Kernels and peers, all that take a batch; C only where there is a compiler.</summary>
    public static IReadOnlyList<string> Batched { get; } = [.. Kernels, .. Gcc.Version is null ? Array.Empty<string>() : [C], OnnxRuntime];

    /// <summary>Makes a contender and checks that it computes what the reference does, bit for bit.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public static IContender Create(string name, Workload workload)
    {
        IContender contender = name switch
        {
            Reference => new ReferenceContender(workload),
            OnnxRuntime => new OnnxRuntimePeer(workload),
            C => new NativePeer(workload),
            _ => new KernelContender(name, workload),
        };
        Check(contender, workload);
        return contender;
    }

    /// <summary>Runs a contender once and compares every logit with the reference.</summary>
    /// <exception cref="InvalidOperationException">One differs.</exception>
    public static void Check(IContender contender, Workload workload)
    {
        contender.InferAll();
        int[] actual = contender.Logits();
        int[] expected = Expected(workload);
        int index = actual.AsSpan().CommonPrefixLength(expected);
        if (index < expected.Length)
        {
            (int fingerprint, int label) = Math.DivRem(index, workload.Labels);
            throw new InvalidOperationException(
                $"{contender.GetType().Name}: logit {label} of fingerprint {fingerprint} is {actual[index]}, the reference has "
                    + $"{expected[index]}");
        }
    }

    private static int[] Expected(Workload workload)
    {
        var reference = new ReferenceClassifier(workload.Model);
        var logits = new int[workload.Count * workload.Labels];
        Parallel.For(0, workload.Count, i =>
            reference.Infer(workload.Fingerprints.AsSpan(i * workload.Length, workload.Length)).CopyTo(logits, i * workload.Labels));
        return logits;
    }
}
