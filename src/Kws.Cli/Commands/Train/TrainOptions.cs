using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Kws.Model;
using Kws.Training.Recordings;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary>The options of <c>kws train</c>.</summary>
internal sealed class TrainOptions
{
    private const long DefaultSteps = 10_000;
    private const double DefaultRate = 0.02;
    private const int DefaultBatch = 100;

    /// <summary>Few recordings are learned in fewer steps, and up to six trainings are done.</summary>
    private const long DefaultRecordingSteps = 2_500;

    private const int Validations = 20;
    private const long MostSteps = 1_000_000_000;

    /// <summary>A network has so many labels, of which two are for all other sound.</summary>
    private const int MostKeywords = Window.MaxDimension - 2;

    private readonly Argument<string[]> _data = Symbols.Inputs(
        "Folders laid out as the Speech Commands data set (WORD/SPEAKER_nohash_N.wav), or of clips of the word that the folder is named as",
        ArgumentArity.ZeroOrMore);

    private readonly Option<string?> _keywords = new("--keywords")
    {
        Description = $"The words to find, with commas between them; all others are {SpecialLabels.Unknown}",
        HelpName = "words",
    };

    private readonly Option<string[]> _recordings = Folders(
        "--recordings",
        "Folder of 20 to 100 recordings of the word that it is named as, by one or a few people, instead of data and --keywords: other "
            + "words and noise come with kws");

    private readonly Option<string> _output = Symbols.Output("Model file to write (.safetensors)");

    private readonly Option<string?> _report = new("--report")
    {
        Description = "File for a page (.html) with curves, confusion matrix, mistakes, misses against false accepts per hour, and "
            + "settings",
        HelpName = "file",
    };

    private readonly Option<string[]> _noise = Folders(
        "--noise", "Folder of noise without speech, WAV files of any length; _background_noise_ of the data is used in any case");

    private readonly Option<string[]> _negatives = Folders(
        "--negatives",
        $"Folder of running speech without the keywords, WAV files of any length: seconds of it are {SpecialLabels.Unknown}");

    private readonly Option<long[]?> _steps = NumberList.Option<long>(
        "--steps",
        $"Steps of training, {DefaultSteps} without it, {DefaultRecordingSteps} with --recordings; several with commas are phases, each of "
            + "its own --learning-rate",
        $"a number of steps from 1 to {MostSteps}",
        steps => steps is >= 1 and <= MostSteps);

    private readonly Option<double[]?> _rates = NumberList.Option<double>(
        "--learning-rate",
        "Largest learning rate, to which it rises in the first steps, then to fall to 0 as a cosine; without it "
            + FormattableString.Invariant($"{DefaultRate}. With several --steps a constant rate for each"),
        "a number more than 0 and at most 1",
        rate => rate is > 0 and <= 1);

    private readonly Option<int?> _batch = Symbols.Number("--batch", $"Examples of a step; without it {DefaultBatch}", 1, 100_000);

    private readonly Option<int?> _seed = Symbols.Number("--seed", "Seed of all chance; without it 1", 0);

    private readonly Option<long?> _validation = Symbols.Number(
        "--validation", $"Steps from one validation to the next; without it a {Validations}th of all", 1L);

    private readonly Option<string?> _salt = new("--salt")
    {
        Description = "Stands before the speaker when clips are dealt to the sets; without it they are dealt as the data set does",
        HelpName = "text",
    };

    private readonly Option<int?> _threads = Symbols.Threads();

    private readonly Option<bool> _resume = new("--resume") { Description = "Resume a training that was interrupted, or begin it" };

    private readonly TopologyOptions _topology;

    /// <param name="command">Receives them.</param>
    public TrainOptions(KwsCommand command)
    {
        command.Arguments.Add(_data);
        Add(_keywords, _recordings, _output, _report, _noise, _negatives);
        _topology = new TopologyOptions(command);
        Add(_steps, _rates, _batch, _seed, _validation, _salt, _threads, _resume);
        Symbols.RefuseDash(_report);
        _keywords.Validators.Add(result =>
        {
            if (result.Tokens is [var words] && KeywordProblem(words.Value) is { } problem)
            {
                result.AddError(problem);
            }
        });
        command.Validators.Add(CheckPhases);
        command.Validators.Add(CheckSource);

        void Add(params Option[] options) => Array.ForEach(options, command.Options.Add);
    }

    public TrainSettings Read(ParseResult parsed)
    {
        RefuseDataAfterFolders(parsed);
        string[] recordings = parsed.GetValue(_recordings) ?? [];
        LearningRates rates = Rates(parsed, recordings.Length > 0 ? DefaultRecordingSteps : DefaultSteps);
        IEnumerable<string> words = parsed.GetValue(_keywords)?.Split(',') ?? recordings.Select(RecordingWord).Distinct();
        ImmutableArray<string> labels = [SpecialLabels.Silence, SpecialLabels.Unknown, .. words];
        return new()
        {
            Data = parsed.GetValue(_data) ?? [],
            Recordings = recordings,
            Noise = parsed.GetValue(_noise) ?? [],
            Negatives = parsed.GetValue(_negatives) ?? [],
            Output = parsed.GetRequiredValue(_output),
            Report = parsed.GetValue(_report),
            Labels = labels,
            Topology = _topology.Read(parsed),
            Rates = rates,
            BatchSize = parsed.GetValue(_batch) ?? DefaultBatch,
            Seed = parsed.GetValue(_seed) ?? 1,
            ValidationInterval = parsed.GetValue(_validation) ?? Math.Max(1, rates.Steps / Validations),
            Salt = parsed.GetValue(_salt) ?? "",
            Threads = parsed.GetValue(_threads) ?? -1,
            Resume = parsed.GetValue(_resume),
        };
    }

    private LearningRates Rates(ParseResult parsed, long defaultSteps)
    {
        long[] steps = Given(parsed.GetValue(_steps), defaultSteps);
        double[] rates = Given(parsed.GetValue(_rates), DefaultRate);
        return steps.Length == 1 ? LearningRates.Cosine(steps[0], rates[0]) : LearningRates.Constant(steps.Zip(rates));
    }

    /// <summary>The second folder of <c>--noise a b</c> would be data, which its user did not mean.</summary>
    private void RefuseDataAfterFolders(ParseResult parsed)
    {
        string[] names = [_noise.Name, _negatives.Name];
        for (int i = 2; i < parsed.Tokens.Count; i++)
        {
            if (parsed.Tokens[i - 2] is { Type: TokenType.Option, Value: var option } && names.Contains(option)
                && parsed.Tokens[i].Type == TokenType.Argument)
            {
                string folder = parsed.Tokens[i].Value;
                throw CliException.WrongUsage(
                    $"'{folder}' follows {option} {parsed.Tokens[i - 1].Value}, expected {option} {folder}, or data before all options; "
                    + "see kws train --help");
            }
        }
    }

    /// <summary>Words are recorded by many people, or a few of them by few.</summary>
    private void CheckSource(CommandResult result)
    {
        bool hasRecordings = result.GetResult(_recordings) is not null;
        string? data = result.GetResult(_data) is { Tokens: [var first, ..] } ? first.Value : null;
        if (hasRecordings && data is not null)
        {
            result.AddError($"--recordings goes without data such as '{data}'; it takes one folder, and is given once for each word");
        }
        else if (hasRecordings && OtherOption() is { } other)
        {
            result.AddError($"--recordings goes without {other}, expected one of them");
        }
        else if (!hasRecordings && (data is null || result.GetResult(_keywords) is null))
        {
            result.AddError("expected folders of words and --keywords, or --recordings");
        }

        string? OtherOption() => ((Option[])[_keywords, _report, _validation, _salt]).FirstOrDefault(
            option => result.GetResult(option) is not null)?.Name;
    }

    private static string RecordingWord(string folder)
    {
        string word = RecordingSet.WordOf(folder);
        return RecordedWord.Problem(word) is { } problem
            ? throw CliException.BadInput($"--recordings {folder}: the name of the folder is '{word}', expected {problem}")
            : word;
    }

    private void CheckPhases(CommandResult result)
    {
        // By the words: a value that is wrong itself has no other.
        (int steps, int rates) = (Count(_steps), Count(_rates));
        if (steps != rates)
        {
            result.AddError($"--steps has {steps} and --learning-rate {rates} numbers, expected as many of both");
        }

        int Count(Option option) => result.GetResult(option) is { Tokens: [var numbers] } ? numbers.Value.Split(',').Length : 1;
    }

    /// <summary>The numbers of an option; without it there are none.</summary>
    private static T[] Given<T>(T[]? numbers, T without) => numbers is { Length: > 0 } ? numbers : [without];

    private static string? KeywordProblem(string text)
    {
        string[] words = text.Split(',');
        return words.Length > MostKeywords ? $"--keywords has {words.Length} words, expected at most {MostKeywords}"
            : words.Any(string.IsNullOrWhiteSpace) ? $"--keywords is '{text}', expected words with commas between them"
            : words.FirstOrDefault(word => word is SpecialLabels.Silence or SpecialLabels.Unknown) is { } special
                ? $"--keywords has '{special}', which is a label of every model, expected words"
            : words.CountBy(word => word).FirstOrDefault(word => word.Value > 1).Key is { } twice
                ? $"--keywords has '{twice}' twice, expected every word once"
            : words.FirstOrDefault(word => word.Any(c => c == '"' || char.IsControl(c))) is { } unfit
                ? $"--keywords has '{unfit}', expected words without quotes and control characters"
            : words.FirstOrDefault(word => word.IndexOfAny(['/', '\\']) >= 0) is { } path
                ? $"--keywords has '{path}', expected the name of a folder in the data"
            : null;
    }

    private static Option<string[]> Folders(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "folder",
        Arity = ArgumentArity.OneOrMore,
    };
}
