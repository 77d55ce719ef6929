using System.Globalization;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Proof.Campaign;

/// <summary>
/// The parts of <c>tests/campaign</c> that know kernels. Chunks are asked for one at a time, so that the program ends with the script.
/// </summary>
internal static class CampaignMode
{
    public const string Usage =
        "or: --digest PLAN KERNEL, which writes the cases of a chunk, then the digest of every chunk whose number is a line of standard "
        + "input; or: --compare PLAN CHUNK; plans are fused and general, and a kernel may be Reference or Oracle as well";

    /// <summary>Exit code where the processor lacks the instructions of a kernel.</summary>
    private const int NotSupported = 3;

    /// <summary>Runs the mode if the arguments are its own.</summary>
    /// <returns>The exit code; null for other arguments.</returns>
    /// <exception cref="FormatException">An argument or a line is wrong.</exception>
    public static int? Run(string[] args)
    {
        switch (args)
        {
            case ["--digest", var plan, var name]:
                return WriteDigests(Plan(plan), name, Console.In, Console.Out);
            case ["--compare", var plan, var chunk]:
                return Compare(Plan(plan), Chunk(chunk), Console.Out);
            default:
                return null;
        }
    }

    /// <summary>Writes the cases of a chunk, then the digest of every chunk whose number is read.</summary>
    public static int WriteDigests(CampaignPlan plan, string name, TextReader chunks, TextWriter output)
    {
        Func<KwsModel, Func<ReadOnlyMemory<sbyte>, int[]>> computation;
        try
        {
            computation = Computation.Find(name);
        }
        catch (PlatformNotSupportedException e)
        {
            output.WriteLine(e.Message);
            return NotSupported;
        }

        output.WriteLine(plan.Cases);
        output.Flush();
        while (chunks.ReadLine() is { } line)
        {
            output.WriteLine($"{plan.Digest(Chunk(line), computation):x16}");
            output.Flush();
        }

        return 0;
    }

    private static int Compare(CampaignPlan plan, int chunk, TextWriter output)
    {
        IReadOnlyList<KernelVerification> results = plan.Compare(chunk);
        foreach (KernelVerification result in results.Where(result => result.Ran))
        {
            output.WriteLine(
                $"{result.Kernel}: {result.Cases} cases, {result.Mismatches} differ from the reference"
                + (result.First is { } first
                    ? $", first {first.Case}, layer {first.Layer}, {first.Position}: {first.Actual}, expected {first.Expected}"
                    : string.Empty));
        }

        return results.Any(result => result.Mismatches > 0) ? 1 : 0;
    }

    private static CampaignPlan Plan(string name) =>
        CampaignPlan.All.GetValueOrDefault(name)
        ?? throw new FormatException($"plan {name} is unknown; the plans are {string.Join(", ", CampaignPlan.All.Keys)}");

    private static int Chunk(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int chunk)
            ? chunk
            : throw new FormatException($"chunk '{text}', expected a number from 0 to {int.MaxValue}");
}
