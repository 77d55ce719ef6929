using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Commands;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Float;

namespace Kws.Cli;

/// <summary>Inputs and options of every command that works on a data set whose labels are known.</summary>
internal sealed class EvaluationOptions
{
    private const string All = "all";

    private static readonly string[] SplitNames = [All, .. Enum.GetValues<Split>().Select(SplitResult.NameOf)];

    private readonly CliContext _context;
    private readonly ModelOptions _model;
    private readonly Option<string?> _kernel = Symbols.Kernel();
    private readonly Option<int?> _threads = Symbols.Threads();

    private readonly Argument<string[]> _input = Symbols.Inputs(
        "Folders laid out as the Speech Commands data set (WORD/SPEAKER_nohash_N.wav), or files of fingerprints with label and clip, "
        + $"patterns with *; {Files.StandardInput} is standard input",
        ArgumentArity.OneOrMore);

    private readonly Option<string?> _split = new("--split") { Description = $"Only this set; without it {All}", HelpName = "set" };

    private readonly Option<string?> _skipBad = BadItems.Option("clips and fingerprints");

    private readonly Option<string?> _salt = new("--salt")
    {
        Description = "Stands before the speaker when clips are dealt to the sets; without it they are dealt as the data set does",
        HelpName = "text",
    };

    /// <param name="command">Receives them.</param>
    /// <param name="context">Where input comes from.</param>
    public EvaluationOptions(KwsCommand command, CliContext context)
    {
        _context = context;
        _split.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && !SplitNames.Contains(name.Value))
            {
                result.AddError($"--split is '{name.Value}', expected {string.Join(", ", SplitNames)}");
            }
        });
        command.Arguments.Add(_input);
        command.Options.Add(_split);
        command.Options.Add(_salt);
        command.Options.Add(_skipBad);
        _model = new ModelOptions(command, context, hasSound: true);
        command.Options.Add(_kernel);
        command.Options.Add(_threads);
    }

    /// <summary>The sets asked for, in their order.</summary>
    public Split[] Splits(ParseResult parsed)
    {
        string wanted = parsed.GetValue(_split) ?? All;
        return [.. Enum.GetValues<Split>().Where(split => wanted is All || wanted == SplitResult.NameOf(split))];
    }

    /// <summary>The most threads to use, -1 for one a processor.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) ?? -1;

    /// <summary>The float network that <c>--model</c> names.</summary>
    public FloatNetwork LoadFloat(ParseResult parsed) => parsed.GetValue(_kernel) is null
        ? _model.LoadFloat(parsed)
        : throw CliException.WrongUsage("--kernel: --float computes in floating point, without a kernel");

    /// <summary>Evaluates a float network on the whole data set.</summary>
    public IReadOnlyDictionary<Split, ConfusionMatrix> Read(ParseResult parsed, FloatNetwork network, Activity activity)
    {
        var trueLabels = new TrueLabels(network.Labels, Salt(parsed));
        var bad = new BadItems(parsed.GetValue(_skipBad));
        IReadOnlyDictionary<Split, ConfusionMatrix> matrices = bad.Run(
            () => new FloatEvaluation(network, trueLabels, Threads(parsed), bad, activity, _context).Read(parsed.GetRequiredValue(_input)));
        bad.Tell(matrices.Values.Sum(matrix => matrix.Count), "clips", _context);
        return matrices;
    }

    public KwsClassifier CreateClassifier(ParseResult parsed) => Classifiers.Create(_model.Load(parsed), parsed.GetValue(_kernel));

    /// <summary>Reads and classifies the whole data set.</summary>
    public Evaluator Read(ParseResult parsed, KwsClassifier classifier, Activity activity) => Read(parsed, classifier, activity, out _);

    /// <summary>The same; tells whether there is sound in it that was found by name.</summary>
    public Evaluator Read(ParseResult parsed, KwsClassifier classifier, Activity activity, out bool hasSound)
    {
        var bad = new BadItems(parsed.GetValue(_skipBad));
        Evaluator evaluator = Read(parsed, classifier, activity, bad, out hasSound);
        bad.Tell(evaluator.Count, "fingerprints", _context);
        return evaluator;
    }

    /// <summary>The same once more, for another model: what is bad was told.</summary>
    public Evaluator ReadAgain(ParseResult parsed, KwsClassifier classifier, Activity activity) =>
        Read(parsed, classifier, activity, new BadItems(parsed.GetValue(_skipBad)), out _);

    /// <summary>The whole data set, which is not read yet.</summary>
    public IReadOnlyList<BulkInput> Inputs(ParseResult parsed, KwsModel model) => Inputs(parsed, model, out _);

    /// <summary>The salt by which clips are dealt to the sets.</summary>
    public string Salt(ParseResult parsed) => parsed.GetValue(_salt) ?? "";

    /// <summary>The file for what is left out, or null.</summary>
    public string? SkippedPath(ParseResult parsed) => parsed.GetValue(_skipBad);

    private IReadOnlyList<BulkInput> Inputs(ParseResult parsed, KwsModel model, out bool hasSound)
    {
        var found = new FingerprintInputs(model.FrontEnd, _context) { FoldersAreWords = true, AreDataSets = true };
        IReadOnlyList<BulkInput> inputs = found.Find(parsed.GetRequiredValue(_input));
        hasSound = found.HasSound;
        return inputs;
    }

    private Evaluator Read(ParseResult parsed, KwsClassifier classifier, Activity activity, BadItems bad, out bool hasSound)
    {
        var trueLabels = new TrueLabels(classifier.Model.Labels, Salt(parsed));
        IReadOnlyList<BulkInput> inputs = Inputs(parsed, classifier.Model, out hasSound);
        return bad.Run(() => new EvaluationInputs(classifier, trueLabels, Threads(parsed), bad, activity, _context).Read(inputs));
    }
}
