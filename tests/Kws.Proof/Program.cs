using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kws.Fast;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Proof;
using Kws.Proof.Campaign;

ProofOptions options;
try
{
    if (CampaignMode.Run(args) is { } exitCode)
    {
        return exitCode;
    }

    options = ProofOptions.Parse(args);
}
catch (Exception e) when (e is FormatException or OverflowException)
{
    Console.Error.WriteLine($"{e.Message}\n{ProofOptions.Usage}; {CampaignMode.Usage}");
    return 2;
}

if (options.ListsSets)
{
    Console.WriteLine(SetsThatAre(true));
    return 0;
}

string compiler = RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "AOT";
Console.WriteLine($"{RuntimeInformation.RuntimeIdentifier}, {compiler}, {RuntimeInformation.FrameworkDescription}, seed {options.Seed}");
Console.WriteLine($"on: {SetsThatAre(true)}; off: {SetsThatAre(false)}");

var failures = new List<string>();
failures.AddRange(options.On.Where(set => !ProofOptions.Facts[set]).Select(set => $"{set} must be on and is off"));
failures.AddRange(options.Off.Where(set => ProofOptions.Facts[set]).Select(set => $"{set} must be off and is on"));

IReadOnlyList<KernelVerification> results = Verifier.Run(
    new VerificationRequest(KwsModel.Default, [], options.Count, options.Seed, Threads: -1));
foreach (KernelVerification result in results)
{
    if (!result.Ran)
    {
        Console.WriteLine($"{result.Kernel} not executed: {result.NotRunBecause}");
        continue;
    }

    IReadOnlyList<string> differences =
        StageProof.Differences(KernelRegistry.All.Single(entry => entry.Name == result.Kernel), options.Seed);
    long stageCases = Stage.All.Count * StageProof.CasesPerStage;
    Console.WriteLine(
        $"{result.Kernel} executed, {result.Cases} cases, {result.Mismatches} mismatches; "
        + $"stages alone: {stageCases} cases, {differences.Count} mismatches");
    if (result.First is { } first)
    {
        failures.Add(
            $"{result.Kernel}, {first.Case}, layer {first.Layer}, {first.Position}: {first.Actual}, expected {first.Expected}");
    }

    failures.AddRange(differences.Take(1).Select(difference => $"{result.Kernel}, {difference}"));
}

foreach (KernelVerification result in results.Where(result => result.Ran))
{
    ulong sum = ModelProof.CheckSum(result.Kernel);
    Console.WriteLine($"models of 8 bits executed, {result.Kernel}: check sum {sum:x16}");
    if (sum != ModelProof.Expected)
    {
        failures.Add($"models of 8 bits, {result.Kernel}: check sum {sum:x16}, expected {ModelProof.Expected:x16}");
    }
}

foreach ((string width, ulong sum) in FrontEndProof.CheckSums())
{
    Console.WriteLine($"front end executed, {width}: check sum {sum:x16}");
    if (sum != FrontEndProof.Expected)
    {
        failures.Add($"front end, {width}: check sum {sum:x16}, expected {FrontEndProof.Expected:x16}");
    }
}

foreach ((string width, int different) in IntegerFrontEndProof.Compare())
{
    Console.WriteLine($"integer front end executed, {width}: {different} frames differ from the reference");
    if (different != 0)
    {
        failures.Add($"integer front end, {width}: {different} frames differ from the reference, expected 0");
    }
}

failures.AddRange(
    from kernel in KwsClassifier.Kernels
    where MustRun(kernel) != Ran(kernel.Name)
    select $"{kernel.Name} needs {string.Join(", ", kernel.Needs)} and "
        + $"{(Ran(kernel.Name) ? "ran without them" : "did not run with them")}");
failures.AddRange(options.MustRun.Where(kernel => !Ran(kernel)).Select(kernel => $"{kernel} must run and did not"));
failures.AddRange(options.MustNotRun.Where(Ran).Select(kernel => $"{kernel} must not run and did"));
failures.ForEach(failure => Console.WriteLine($"FAILED: {failure}"));
return failures.Count == 0 ? 0 : 1;

// The rule of the registry: a kernel runs where its instruction sets are, and nowhere else.
bool MustRun(KernelInfo kernel) => kernel.Needs.All(set => ProofOptions.Facts[set]);

bool Ran(string kernel) => results.Any(result => result.Ran && result.Kernel == kernel);

static string SetsThatAre(bool on) => string.Join(' ', ProofOptions.Facts.Where(set => set.Value == on).Select(set => set.Key));
