namespace Kws.Legs.Tests;

/// <summary>One way of running the proof: a switch of the runtime, and what it must have done.</summary>
/// <param name="Name">The test case.</param>
/// <param name="Environment">The switches.</param>
/// <param name="Off">The instruction sets and features of the JIT that the switches turn off.</param>
/// <param name="Count">Random fingerprints for every kernel.</param>
internal sealed record Leg(string Name, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Off, int Count = 2_000)
{
    private static readonly string[] Avx512 = ["Avx512F", "Avx512BW", "Vector512"];
    private static readonly string[] Avx2 = ["Avx2", "AvxVnni", "AvxVnniInt8", "Vector256", .. Avx512];

    // Names that .NET 10 does not know (EnableAVX512F, for instance) are ignored without a word: what a switch turns off is asserted in
    // the child.
    public static IReadOnlyList<Leg> All { get; } =
    [
        new("as it is", Switches(), []),
        new("without AVX-512", Switches("EnableAVX512=0"), Avx512),
        new("without AVX-512 and AVX-VNNI", Switches("EnableAVX512=0", "EnableAVXVNNI=0"), ["AvxVnni", "AvxVnniInt8", .. Avx512]),
        new("without AVX2", Switches("EnableAVX2=0"), Avx2),
        new("without AVX", Switches("EnableAVX=0"), ["Avx", .. Avx2]),
        new("without dot product", Switches("EnableArm64Dp=0"), ["Dp"]),

        // The precompiled framework code takes some intrinsics for granted, and is then left aside.
        new("without any intrinsics", Switches("EnableHWIntrinsic=0"), [.. Proof.InstructionSets.All.Keys, "Precompiled"]),

        // Some processors with AVX-512 prefer narrower vectors by themselves, as their clock falls with the wide ones.
        new("256-bit vectors preferred", Switches("PreferredVectorBitWidth=256"), ["Vector512"]),
        new("128-bit vectors preferred", Switches("PreferredVectorBitWidth=128"), ["Vector256", "Vector512"]),

        new("optimised at once", Switches("TieredCompilation=0"), ["QuickJit", "QuickJitForLoops", "Profile"]),
        new("no profile", Switches("TieredPGO=0"), ["Profile"]),
        new("nothing precompiled", Switches("ReadyToRun=0"), ["Precompiled"]),
        new("loops optimised at once", Switches("TC_QuickJitForLoops=0"), ["QuickJitForLoops"]),
        new("not optimised", Switches("JITMinOpts=1"), ["QuickJit", "QuickJitForLoops", "Profile", "Optimizer"], Count: 500),
    ];

    private static Dictionary<string, string> Switches(params string[] switches) =>
        switches.Select(text => text.Split('=')).ToDictionary(pair => "DOTNET_" + pair[0], pair => pair[1]);
}
