using Kws.Fast.Kernels;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Proof.Campaign;

/// <summary>
/// The computations whose digests a campaign compares: the kernels, the reference, and the oracle of <see cref="Verifier"/>.
/// </summary>
internal static class Computation
{
    /// <summary>Makes a computation for a model: from fingerprints back to back to their logits.</summary>
    /// <param name="name">Reference, Oracle, or the name of a kernel.</param>
    /// <exception cref="FormatException">Nothing has that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This processor lacks the kernel's instructions; the message names them.</exception>
    public static Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> Find(string name) => name switch
    {
        "Reference" => ByReference,
        "Oracle" => ByOracle,
        _ => ByKernel(KernelRegistry.All.FirstOrDefault(entry => entry.Name == name)
            ?? throw new FormatException(
                $"{name} is unknown; known are Reference, Oracle, {string.Join(", ", KernelRegistry.All.Select(entry => entry.Name))}")),
    };

    private static Func<ReadOnlyMemory<sbyte>, int[]> ByReference(KwsModel model)
    {
        var reference = new ReferenceClassifier(model);
        return OneByOne(model, fingerprint => reference.Infer(fingerprint.Span));
    }

    private static Func<ReadOnlyMemory<sbyte>, int[]> ByOracle(KwsModel model)
    {
        var oracle = new ScalarOracle(model);
        return OneByOne(model, fingerprint => oracle.Infer(fingerprint.Span));
    }

    private static Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> ByKernel(KernelEntry entry)
    {
        if (!entry.IsSupported)
        {
            throw new PlatformNotSupportedException($"needs {entry.InstructionSets}");
        }

        return model =>
        {
            Kernel kernel = entry.Create(model);
            (int length, int labels) = (model.Network.Input.Count, model.Network.LabelCount);
            return fingerprints => KernelComparison.Infer(kernel, fingerprints.Span, fingerprints.Length / length, labels);
        };
    }

    private static Func<ReadOnlyMemory<sbyte>, int[]> OneByOne(KwsModel model, Func<ReadOnlyMemory<sbyte>, int[]> infer)
    {
        int length = model.Network.Input.Count;
        return fingerprints =>
            [.. Enumerable.Range(0, fingerprints.Length / length).SelectMany(i => infer(fingerprints.Slice(i * length, length)))];
    }
}
