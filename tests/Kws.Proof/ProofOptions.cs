using System.Globalization;

namespace Kws.Proof;

/// <summary>The state that the process must find: instruction sets on and off, kernels that run and do not.</summary>
/// <param name="On">Instruction sets and features of the JIT that must be on.</param>
/// <param name="Off">Those that must be off.</param>
/// <param name="MustRun">Kernels that must run.</param>
/// <param name="MustNotRun">Kernels that must not.</param>
/// <param name="Count">Random fingerprints through the default model; a sixteenth as many again go through random models.</param>
/// <param name="Seed">Makes the cases.</param>
internal sealed record ProofOptions(
    IReadOnlyList<string> On, IReadOnlyList<string> Off, IReadOnlyList<string> MustRun, IReadOnlyList<string> MustNotRun, long Count,
    int Seed)
{
    /// <summary>True if only the instruction sets that are on are printed.</summary>
    public bool ListsSets { get; init; }

    public const string Usage =
        "usage: Kws.Proof --list-sets, or: [--on SETS] [--off SETS] [--must-run KERNELS] [--must-not-run KERNELS] [--count N] [--seed "
            + "S]; lists are separated by commas";

    /// <summary>The instruction sets and features of the JIT of this process, on or off.</summary>
    public static IReadOnlyDictionary<string, bool> Facts { get; } =
        InstructionSets.All.Concat(JitFeatures.All).ToDictionary(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="FormatException">The arguments are none that <see cref="Usage"/> tells of.</exception>
    public static ProofOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new ProofOptions([], [], [], [], Count: 1000, Seed: 1);
        if (args is ["--list-sets"])
        {
            return options with { ListsSets = true };
        }

        for (; args.Length > 0; args = args[2..])
        {
            string value = args.Length > 1 ? args[1] : throw new FormatException($"{args[0]} needs a value");
            options = args[0] switch
            {
                "--on" => options with { On = Sets(value) },
                "--off" => options with { Off = Sets(value) },
                "--must-run" => options with { MustRun = List(value) },
                "--must-not-run" => options with { MustNotRun = List(value) },
                "--count" => options with { Count = long.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) },
                "--seed" => options with { Seed = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture) },
                _ => throw new FormatException($"{args[0]} is unknown"),
            };
        }

        return options;
    }

    private static string[] List(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Sets(string value) =>
        Array.Find(List(value), name => !Facts.ContainsKey(name)) is { } unknown
            ? throw new FormatException($"{unknown} is unknown; the sets are {string.Join(", ", Facts.Keys)}")
            : List(value);
}
