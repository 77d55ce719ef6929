using System.Runtime.Intrinsics;
using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>
/// Kernels as test cases: those of the registry that this processor can run, and all of them with their instructions emulated. A new one is
/// tested by being in the registry.
/// </summary>
public static class Kernels
{
    private static readonly KernelEntry[] Entries = [.. KernelRegistry.All.Where(entry => entry.IsSupported), .. Emulated];

    /// <summary>The emulated kernels. Without any vectors they take ten times as long, and compute what they do with them.</summary>
    internal static IReadOnlyList<KernelEntry> Emulated => Vector128.IsHardwareAccelerated ? EmulatedKernel.All : [];

    /// <summary>The kernels that run: those of this processor, then the emulated ones.</summary>
    public static TheoryData<string> All => [.. Entries.Select(entry => entry.Name)];

    /// <summary>The kernels that this processor can run.</summary>
    public static TheoryData<string> Supported =>
        [.. KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    /// <summary>The kernels of the registry, whether this processor can run them or not.</summary>
    public static TheoryData<string> Registered => [.. KwsClassifier.Kernels.Select(kernel => kernel.Name)];

    public static TheoryData<string, string> AllStages =>
        new(from entry in Entries from stage in Stage.All select (entry.Name, stage.Name));

    /// <summary>A kernel that runs, by name.</summary>
    internal static KernelEntry Find(string name) => Entries.Single(entry => entry.Name == name);

    public static KwsClassifier Classifier(string name, KwsModel? model = null) => new(model ?? KwsModel.Default, Find(name));
}
