using FsCheck;
using FsCheck.Fluent;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;

namespace Kws.Fast.Tests;

/// <summary>Every stage of every kernel in the registry equals the reference layers, on random and extreme integers.</summary>
public class StageTests
{
    [Theory]
    [MemberData(nameof(Support.Kernels.AllStages), MemberType = typeof(Support.Kernels))]
    public void Stage_equals_the_reference(string kernel, string stage) =>
        Check(Support.Kernels.Find(kernel), Stage.All.Single(s => s.Name == stage), tests: 200);

    internal static void Check(KernelEntry kernel, Stage stage, int tests) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true),
            Prop.ForAll(IntegerCases.For(stage), integers =>
            {
                string? difference = stage.Difference(kernel, integers);
                return (difference is null).Label(difference ?? "equal");
            }));
}
