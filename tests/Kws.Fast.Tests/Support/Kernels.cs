using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>The kernels of the registry as test cases: a new one is tested by being there.</summary>
public static class Kernels
{
    public static TheoryData<string> All => [.. KernelRegistry.All.Select(entry => entry.Name)];

    /// <summary>Those that specialise one topology.</summary>
    public static TheoryData<string> Vector => [.. KernelRegistry.All.Select(entry => entry.Name).Where(name => name != nameof(Scalar))];

    public static TheoryData<string, string> AllStages =>
        new(from entry in KernelRegistry.All from stage in Stage.All select (entry.Name, stage.Name));

    /// <summary>A kernel by name; on a processor without its instructions the test is reported as skipped.</summary>
    internal static KernelEntry Require(string name)
    {
        KernelEntry entry = KernelRegistry.All.Single(entry => entry.Name == name);
        Assert.SkipUnless(entry.IsSupported, $"{name} needs {entry.InstructionSets}");
        return entry;
    }

    public static KwsClassifier Classifier(string name, DsCnnModel? model = null) =>
        new(model ?? DsCnnModel.Default, new KwsClassifierOptions { Kernel = Require(name).Name });
}
