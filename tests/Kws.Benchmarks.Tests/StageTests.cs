using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Tests;

/// <summary>The stages that are timed alone are those of the kernel.</summary>
public class StageTests
{
    public static TheoryData<string> Kernels => [.. ContenderList.Kernels];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Stages_one_after_the_other_give_the_logits_of_the_reference(string kernel) =>
        new StageBenchmarks { Kernel = kernel }.Setup();
}
