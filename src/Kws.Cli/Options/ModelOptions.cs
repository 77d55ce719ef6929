using System.Collections.Immutable;
using System.CommandLine;
using System.Security.Cryptography;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Files;

namespace Kws.Cli;

/// <summary>The options of every command that works with a model.</summary>
internal sealed class ModelOptions
{
    /// <summary>The first bytes, among which a model file has zeros: its length.</summary>
    private const int TextLength = 8;

    /// <summary>That of the trained model, whose network takes longer to make than the help does.</summary>
    private static readonly FrontEnd DefaultFrontEnd = new();

    private readonly Option<string?> _model;

    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Weights alone, as weight.h, of the network that the next options describe",
        HelpName = "file",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = "Names of the labels, one per line",
        HelpName = "file",
    };

    private readonly Option<string?> _modelSizeInfo = new("--model-size-info")
    {
        Description = "Topology of the weights: number of layers, then for each layer channels, kernel time, kernel frequency, "
            + "stride time, stride frequency; without it that of the trained model, with as many labels as the weights have",
        HelpName = "numbers",
    };

    private readonly Option<int?> _frames = Symbols.Number(
        "--frames", $"Frames of a fingerprint; without it {DefaultFrontEnd.FrameCount}", 1, Window.MaxDimension);

    private readonly Option<int?> _coefficients = Symbols.Number(
        "--coefficients", $"Coefficients of a frame; without it {DefaultFrontEnd.CoefficientCount}", 1, Window.MaxDimension);

    private readonly FrontEndOptions? _frontEnd;
    private readonly CliContext _context;
    private readonly string _inside;

    /// <param name="command">Receives the options.</param>
    /// <param name="context">Receives warnings.</param>
    /// <param name="isArgument">True where an argument of the command names the model or its weights.</param>
    /// <param name="hasSound">True where the command makes fingerprints of sound: the front end has options too.</param>
    /// <param name="isLive">True where the command takes the model for live sound if none is named.</param>
    public ModelOptions(KwsCommand command, CliContext context, bool isArgument = false, bool hasSound = false, bool isLive = false)
    {
        _context = context;
        _inside = isLive ? InsideModels.Live : InsideModels.Default;
        _model = new("--model")
        {
            Description = "Model file (.safetensors), which has everything; or the name of a model that comes with kws, one that kws "
                + "models lists; or a float network (a frozen TensorFlow graph, .pb, or .safetensors), which becomes integers first; "
                + "without it " + _inside,
            HelpName = "model",
        };
        Option[] ofWeights = [_labels, _modelSizeInfo, _frames, _coefficients];
        command.AddShared("Model", isArgument ? ofWeights : [_model, _weights, .. ofWeights]);
        _frontEnd = hasSound ? new FrontEndOptions(command) : null;
    }

    /// <summary>The model that the options describe.</summary>
    public KwsModel Load(ParseResult parsed)
    {
        if (parsed.GetValue(_model) is { } file)
        {
            if (parsed.GetValue(_weights) is not null)
            {
                throw CliException.WrongUsage("--model and --weights are two models, expected one");
            }

            KwsModel model = InsideModels.Find(file) is { } inside ? TrainedModel(parsed, inside) : LoadModel(parsed, file);
            return WithLabels(parsed, OverrideFrontEnd(parsed, model, isTrained: true));
        }

        if (parsed.GetValue(_weights) is { } weights)
        {
            return OverrideFrontEnd(parsed, LoadWeights(parsed, weights), isTrained: false);
        }

        return OverrideFrontEnd(parsed, WithLabels(parsed, TrainedModel(parsed, InsideModels.Of(_inside)!)), isTrained: true);
    }

    /// <summary>The model of a file of either kind, as the other options describe it.</summary>
    public KwsModel Load(ParseResult parsed, string file)
    {
        if (InsideModels.Find(file) is { } inside)
        {
            return OverrideFrontEnd(parsed, WithLabels(parsed, TrainedModel(parsed, inside)), isTrained: true);
        }

        if (FloatNetworks.IsGraph(file))
        {
            return OverrideFrontEnd(parsed, LoadModel(parsed, file), isTrained: true);
        }

        byte[] bytes = Files.Read(file, ReadAll);
        bool isModel = FileSignature.IsSafetensors(bytes);
        return OverrideFrontEnd(
            parsed, isModel ? WithLabels(parsed, LoadModel(parsed, file, bytes)) : LoadWeights(parsed, file, bytes), isTrained: isModel);
    }

    /// <summary>The float network that the options name.</summary>
    public FloatNetwork LoadFloat(ParseResult parsed)
    {
        if (WordsOf(parsed, [_weights, _modelSizeInfo, _frames, _coefficients, .. _frontEnd?.All ?? []]) is { } words)
        {
            throw CliException.WrongUsage($"{words}: --float takes network and front end from the file that --model names");
        }

        return parsed.GetValue(_model) is { } file
            ? FloatNetworks.Load(file, ReadLabels(parsed))
            : throw CliException.WrongUsage("--float needs a float network: --model with a TensorFlow graph, or with a float file");
    }

    /// <summary>A float network as part of what tells one job from another: the check sum of its file.</summary>
    public string IdentityOfFloat(ParseResult parsed) =>
        Convert.ToHexStringLower(SHA256.HashData(Files.Read(parsed.GetRequiredValue(_model)!, File.ReadAllBytes)));

    private KwsModel LoadModel(ParseResult parsed, string file, byte[]? bytes = null)
    {
        if (WordsOf(parsed, _modelSizeInfo, _frames, _coefficients) is { } words)
        {
            throw CliException.WrongUsage($"{words}: a model file has its network in it");
        }

        if (FloatNetworks.IsGraph(file))
        {
            return Quantization.Run(FloatNetworks.Load(file, ReadLabels(parsed)), file, _context);
        }

        bytes ??= Files.Read(file, ReadAll);
        if (FloatNetworkFile.IsFloat(bytes))
        {
            return Quantization.Run(FloatNetworks.Read(bytes, file, ReadLabels(parsed)), file, _context);
        }

        return Files.Read(file, path =>
        {
            if (bytes.Length > 0 && !bytes.AsSpan(0, Math.Min(bytes.Length, TextLength)).Contains((byte)0))
            {
                throw new KwsFormatException(path, 0, "this is text, expected a model file: --weights reads weights in C");
            }

            using var stream = new MemoryStream(bytes);
            return KwsModel.Load(stream, path);
        });
    }

    private KwsModel LoadWeights(ParseResult parsed, string file, byte[]? bytes = null)
    {
        ImmutableArray<string>? labels = ReadLabels(parsed);
        return Files.Read(file, path =>
        {
            bytes ??= ReadAll(path);
            if (FileSignature.IsSafetensors(bytes))
            {
                throw new KwsFormatException(path, 0, "this is a model file, expected weight.h: --model reads it");
            }

            // Read once: the path may be a pipe.
            string text = WeightFile.ReadText(new StreamReader(new MemoryStream(bytes)), path);
            Network network = Describe(parsed, (frames, coefficients) => parsed.GetValue(_modelSizeInfo) is { } modelSizeInfo
                ? DsCnn.Parse(modelSizeInfo, labels?.Length ?? DsCnn.Default.LabelCount, frames, coefficients)
                : WeightSurvey.InferNetwork(text, path, frames, coefficients));
            CheckLabels(parsed, labels, network);
            return new KwsModel(network, new WeightParser(text, network, path).ReadAll(), labels);
        });
    }

    /// <summary>A model that comes with kws; a description of its network may be given, and must then be true.</summary>
    private KwsModel TrainedModel(ParseResult parsed, KwsModel model)
    {
        if (WordsOf(parsed, _modelSizeInfo, _frames, _coefficients) is not { } words)
        {
            return model;
        }

        Network network = Describe(parsed, (frames, coefficients) => DsCnn.Parse(
            parsed.GetValue(_modelSizeInfo) ?? DsCnn.DefaultModelSizeInfo, frames: frames, coefficients: coefficients));
        return network.Equals(model.Network)
            ? model
            : throw CliException.WrongUsage($"{words}: this is not the model that comes with kws, give the --weights of yours");
    }

    private static byte[] ReadAll(string path) => WholeFile.Read(path, stream => ModelFile.ReadAll(stream, path));

    private KwsModel WithLabels(ParseResult parsed, KwsModel model)
    {
        ImmutableArray<string>? labels = ReadLabels(parsed);
        CheckLabels(parsed, labels, model.Network);
        return labels is not { } names
            ? model
            : new KwsModel(model.Network, model.Tensors, names, model.FrontEnd, model.Detection?.Rename(model.Labels, names));
    }

    private ImmutableArray<string>? ReadLabels(ParseResult parsed) =>
        parsed.GetValue(_labels) is { } file ? Files.Read(file, LabelFile.Read) : null;

    private void CheckLabels(ParseResult parsed, ImmutableArray<string>? labels, Network network)
    {
        if (labels?.Length is { } count && count != network.LabelCount)
        {
            throw CliException.BadInput($"{parsed.GetValue(_labels)}: {count} labels, expected the {network.LabelCount} of the model");
        }
    }

    private KwsModel OverrideFrontEnd(ParseResult parsed, KwsModel model, bool isTrained) =>
        _frontEnd?.Override(parsed, model, isTrained, _context) ?? model;

    /// <summary>The network that the options describe.</summary>
    private Network Describe(ParseResult parsed, Func<int, int, Network> make)
    {
        string words = WordsOf(parsed, _modelSizeInfo, _frames, _coefficients) ?? _modelSizeInfo.Name;
        try
        {
            return make(
                parsed.GetValue(_frames) ?? DefaultFrontEnd.FrameCount,
                parsed.GetValue(_coefficients) ?? DefaultFrontEnd.CoefficientCount);
        }
        catch (FormatException e) when (e is not KwsFormatException)
        {
            throw CliException.WrongUsage($"{words}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.WrongUsage($"{words}: {Failures.MessageOf(e)}");
        }
    }

    /// <summary>The options that were given, as words, or null.</summary>
    private static string? WordsOf(ParseResult parsed, params Option[] options)
    {
        string[] given = [.. options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
        return given.Length > 0 ? string.Join(", ", given) : null;
    }
}
