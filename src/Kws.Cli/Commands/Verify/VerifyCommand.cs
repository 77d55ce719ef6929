using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws verify</c>: every kernel that this machine has against the reference.</summary>
internal static class VerifyCommand
{
    /// <summary>About a second of the reference's time on one core.</summary>
    private const long DefaultCount = 10_000;

    private const int DefaultCountPerNetwork = 100;

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "verify",
            "Compares every kernel of this machine with the reference: on the inputs, on random fingerprints, and on random models, "
            + "extreme ones included. With --networks it compares them on random networks instead: any layers, shapes, kernels, strides, "
            + "padding, biases, roundings and labels.",
            "kws verify",
            "kws verify samples/recorded.txt --random 100000",
            "kws verify --weights weight.h --seed 42",
            "kws verify --networks 1000 --random 100");
        Argument<string[]> input = Symbols.Fingerprints(ArgumentArity.ZeroOrMore);
        command.Arguments.Add(input);
        Option<long?> random = Symbols.Number(
            "--random",
            $"How many random fingerprints to compare; without it {DefaultCount}. With --networks: for each network; without it "
            + $"{DefaultCountPerNetwork}",
            0L);
        Option<int?> networks = Symbols.Number("--networks", "How many random networks to compare, instead of a model", 1);
        Option<int?> seed = Symbols.Number("--seed", "Seed of the random cases; without it another one every time", int.MinValue);
        var kernels = new Option<string[]>("--kernel")
        {
            Description = "Only this kernel (may be given several times); without it all",
            HelpName = "name",
        };
        command.Options.Add(random);
        command.Options.Add(networks);
        command.Options.Add(seed);
        command.Options.Add(kernels);
        Option<string?> skipBad = BadItems.Option("fingerprints");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            string[] paths = parsed.GetValue(input) ?? [];
            string[] names = parsed.GetValue(kernels) ?? [];
            if (parsed.GetValue(networks) is { } networkCount)
            {
                RefuseModel(command, parsed, paths);
                CheckNames(names);
                VerifyNetworks(
                    context,
                    new NetworkVerificationRequest(
                        networkCount, CountPerNetwork(parsed.GetValue(random)), UsedSeed(context, parsed.GetValue(seed)), Threads: -1,
                        names.Length > 0 ? names : null));
                return;
            }

            long randomCount = parsed.GetValue(random) ?? DefaultCount;
            if (randomCount == 0 && paths.Length == 0)
            {
                throw CliException.WrongUsage("there is nothing to compare: --random is 0 and there is no input");
            }

            CheckNames(names);
            KwsModel model = modelOptions.Load(parsed);
            IReadOnlyList<BulkInput> found = new FingerprintInputs(model.FrontEnd, context).Find(paths);
            var bad = new BadItems(parsed.GetValue(skipBad));
            ReadOnlyMemory<sbyte>[] inputs = bad.Run(() => FingerprintBlocks.ReadOneByOne(found, model.Network, bad, context)
                .Select(fingerprint => fingerprint.Values).ToArray());
            bad.Tell(inputs.Length, "fingerprints", context);
            if (randomCount == 0 && inputs.Length == 0)
            {
                throw CliException.BadInput("there is nothing to compare: the inputs have no fingerprint, and --random is 0");
            }

            var request = new VerificationRequest(
                model, inputs, randomCount, UsedSeed(context, parsed.GetValue(seed)), Threads: -1, names.Length > 0 ? names : null);
            long cases = request.CasesPerKernel * KwsClassifier.Kernels.Count(kernel => kernel.IsSupported
                && (names.Length == 0 || names.Contains(kernel.Name, StringComparer.OrdinalIgnoreCase)));
            VerificationReport.Write(context, Activity.Show(context, activity => Verifier.Run(
                request,
                activity.Receive<long>(done => $"comparing kernels with the reference: {NumberText.Part(done, cases)} cases"),
                context.Cancellation)));
        });
        return command;
    }

    private static void VerifyNetworks(CliContext context, NetworkVerificationRequest request) =>
        VerificationReport.Write(context, Activity.Show(context, activity => NetworkVerifier.Run(
            request,
            activity.Receive<long>(
                done => $"comparing kernels with the reference: {NumberText.Part(done, request.Fingerprints)} fingerprints"),
            context.Cancellation)));

    private static int CountPerNetwork(long? random) => random switch
    {
        null => DefaultCountPerNetwork,
        0 => throw CliException.WrongUsage("there is nothing to compare: --random is 0"),
        > int.MaxValue => throw CliException.WrongUsage($"--random is '{random}', expected at most {int.MaxValue} with --networks"),
        _ => (int)random,
    };

    /// <summary>Random networks take no inputs, and no model.</summary>
    private static void RefuseModel(KwsCommand command, ParseResult parsed, string[] paths)
    {
        IEnumerable<Option> given = command.SharedOptions.SelectMany(group => group.Options)
            .Where(option => parsed.GetResult(option) is { Implicit: false });
        if (paths.Concat(given.Select(option => option.Name)).FirstOrDefault() is { } refused)
        {
            throw CliException.WrongUsage($"--networks makes networks and fingerprints of its own, expected no {refused}");
        }
    }

    /// <summary>The seed, which is printed first: a run that is interrupted can be repeated too.</summary>
    private static int UsedSeed(CliContext context, int? seed)
    {
        int used = seed ?? Random.Shared.Next();
        context.Out.WriteLine($"seed {used}");
        context.Out.Flush();
        return used;
    }

    private static void CheckNames(string[] names)
    {
        string[] known = [.. KwsClassifier.Kernels.Select(kernel => kernel.Name)];
        if (names.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw CliException.BadInput($"kernel '{unknown}' is unknown; the kernels are {string.Join(", ", known)}");
        }
    }
}
