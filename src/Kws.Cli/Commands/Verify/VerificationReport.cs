using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Verification;

namespace Kws.Cli.Commands;

/// <summary>Prints how the kernels compared with the reference.</summary>
internal static class VerificationReport
{
    /// <summary>Prints a line a kernel and what first went wrong.</summary>
    /// <exception cref="CliException">A kernel differs from the reference, or none ran.</exception>
    public static void Write(CliContext context, IReadOnlyList<KernelVerification> results)
    {
        var screen = new Screen(context);
        bool hasNetworks = results.Any(result => result.Networks is not null);
        ColumnGroup[] columns = [.. hasNetworks ? [" networks"] : (ColumnGroup[])[], " cases", " mismatches", "result"];
        screen.Write(new TableText(
            ["kernel"],
            columns,
            [.. results.Select(result => (Cell[])[
                result.Kernel,
                .. hasNetworks ? [result.Ran ? Number(result.Networks) : "-"] : (Cell[])[],
                result.Ran ? Number(result.Cases) : "-",
                Cell.BadIfPositive(result.Ran ? Number(result.Mismatches) : "-", result.Mismatches),
                Result(result)])]));
        foreach (KernelVerification result in results)
        {
            if (result.First is { } first)
            {
                screen.WriteLine(
                    $"{result.Kernel}: first mismatch at {first.Case}, layer {first.Layer}, {first.Position}: "
                    + $"expected {Number(first.Expected)}, actual {Number(first.Actual)}");
            }
        }

        int ran = results.Count(result => result.Ran);
        int wrong = results.Count(result => result.Mismatches > 0);
        screen.WriteLine($"{ran} of {results.Count} kernels ran, {ran - wrong} identical to the reference");
        if (wrong > 0 || ran == 0)
        {
            throw CliException.CheckFailed(
                ran == 0 ? "no kernel ran" : $"{wrong} of {ran} kernels differ from the reference");
        }
    }

    private static Cell Result(KernelVerification result) =>
        !result.Ran ? $"not run: {result.NotRunBecause}"
        : result.Mismatches == 0 ? new Cell("identical", Tone.Good)
        : new Cell("different", Tone.Bad);

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "beyond 32 bits";
}
