using System.Collections.Concurrent;
using Kws.Fast;
using Kws.Model;
using Kws.Proof.Campaign;

namespace Kws.Legs.Tests;

/// <summary>Digests of a campaign: the same for every computation that is right, another one for a single logit that is wrong.</summary>
public class CampaignTests
{
    private const int Chunk = 3;

    private static readonly Dictionary<string, CampaignPlan> SmallPlans = new()
    {
        ["fused"] = new FusedPlan(1024),
        ["general"] = new GeneralPlan(5, 20),
    };

    public static TheoryData<string, string> VectorKernels => new(
        from plan in CampaignPlan.All.Keys
        from kernel in Supported
        where kernel != "Scalar"
        select (plan, kernel));

    private static IEnumerable<string> Supported => KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name);

    [Theory]
    [InlineData("fused", "Oracle")]
    [InlineData("general")]
    public void Every_computation_has_the_digest_of_the_reference(string plan, params string[] others)
    {
        ulong expected = Digest(plan, Computation.Find("Reference"));

        Assert.All(Supported.Concat(others), name => Assert.Equal(expected, Digest(plan, Computation.Find(name))));
    }

    /// <summary>The first chunk of the campaigns: a million cases, against what other kernels computed on other processors.</summary>
    [Theory]
    [MemberData(nameof(VectorKernels))]
    public void Vector_kernels_have_the_first_digest_of_the_campaigns(string plan, string kernel)
    {
        string known = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "digests", plan)).First();

        Assert.Equal([$"{CampaignPlan.All[plan].Cases}", known], WriteDigests(CampaignPlan.All[plan], kernel, "0"));
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("general")]
    public void Every_chunk_has_cases_of_its_own(string plan)
    {
        string[] lines = WriteDigests(SmallPlans[plan], "Scalar", "0\n1\n2\n0");

        Assert.Equal($"{SmallPlans[plan].Cases}", lines[0]);
        Assert.Equal(lines[1], lines[4]);
        Assert.Distinct(lines[1..4]);
    }

    [Theory]
    [InlineData("fused")]
    [InlineData("general")]
    public void A_single_wrong_bit_gives_another_digest(string plan)
    {
        var seen = new ConcurrentBag<string>();
        ulong expected = Digest(plan, Changing((fingerprint, _) => seen.Add(fingerprint)));
        string[] fingerprints = [.. seen];
        Assert.Equal(SmallPlans[plan].Cases, fingerprints.Length);

        foreach (string wrong in (string[])[fingerprints[0], fingerprints[fingerprints.Length / 2], fingerprints[^1]])
        {
            foreach (int bit in (int[])[0, 13, 31])
            {
                ulong actual = Digest(plan, Changing((fingerprint, logits) => logits[^1] ^= fingerprint == wrong ? 1 << bit : 0));

                Assert.NotEqual(expected, actual);
            }
        }
    }

    [Fact]
    public void Exchanged_logits_give_another_digest() => Assert.NotEqual(
        Digest("fused", Computation.Find("Scalar")), Digest("fused", Changing((_, logits) => logits.Reverse())));

    /// <summary>A value beyond 32 bits refuses a whole block: then each of its fingerprints is computed alone.</summary>
    [Fact]
    public void A_fingerprint_without_logits_counts_as_such()
    {
        int length = KwsModel.Default.Network.Input.Count;
        ulong expected = Digest("fused", Computation.Find("Scalar"));

        Assert.Equal(expected, Digest("fused", Refusing(fingerprints => fingerprints.Length > length)));
        Assert.NotEqual(expected, Digest("fused", Refusing(fingerprints => fingerprints.Length > length || fingerprints.Span[0] == 0)));
    }

    [Theory]
    [InlineData("--digest fused", "usage: ")]
    [InlineData("--digest wide Avx2", "plan wide is unknown; the plans are fused, general")]
    [InlineData("--digest fused Avx1024", "Avx1024 is unknown; known are Reference, Oracle, Avx512")]
    [InlineData("--compare fused -1", "chunk '-1', expected a number from 0")]
    public void A_wrong_argument_is_named(string arguments, string message)
    {
        (int exitCode, string text) = ProofProcess.Run(new Dictionary<string, string>(), arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_the_processor_lacks_is_not_run()
    {
        KernelInfo missing = KwsClassifier.Kernels.First(kernel => !kernel.IsSupported);
        using var output = new StringWriter();

        Assert.Equal(3, CampaignMode.WriteDigests(SmallPlans["fused"], missing.Name, TextReader.Null, output));
        Assert.Equal($"needs {missing.InstructionSets}{Environment.NewLine}", output.ToString());
    }

    private static ulong Digest(string plan, Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation) =>
        SmallPlans[plan].Digest(Chunk, computation);

    private static string[] WriteDigests(CampaignPlan plan, string kernel, string chunks)
    {
        using var output = new StringWriter();
        Assert.Equal(0, CampaignMode.WriteDigests(plan, kernel, new StringReader(chunks), output));
        return output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>A computation that changes the logits of fingerprints, which are given as texts.</summary>
    private static Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> Changing(ChangeLogits change) => model =>
    {
        Func<ReadOnlyMemory<sbyte>, int[]> infer = Computation.Find("Scalar")(model);
        (int length, int labels) = (model.Network.Input.Count, model.Network.LabelCount);
        return fingerprints =>
        {
            int[] logits = infer(fingerprints);
            for (int i = 0; i < fingerprints.Length / length; i++)
            {
                change(string.Join(' ', fingerprints.Slice(i * length, length).ToArray()), logits.AsSpan(i * labels, labels));
            }

            return logits;
        };
    };

    /// <summary>A computation for which some fingerprints have a value beyond 32 bits.</summary>
    private static Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> Refusing(Predicate<ReadOnlyMemory<sbyte>> refuses) => model =>
    {
        Func<ReadOnlyMemory<sbyte>, int[]> infer = Computation.Find("Scalar")(model);
        return fingerprints => refuses(fingerprints) ? throw new OverflowException() : infer(fingerprints);
    };

    private delegate void ChangeLogits(string fingerprint, Span<int> logits);
}
