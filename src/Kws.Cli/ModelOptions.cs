using System.Collections.Immutable;
using System.CommandLine;
using Kws.Model;

namespace Kws.Cli;

/// <summary>The options of every command that works with a model.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _weights = new("--weights")
    {
        Description = "Weights of the model, as weight.h; without it the trained model that comes with kws",
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
            + "stride time, stride frequency; the number of labels is that of --labels, else 4",
        HelpName = "numbers",
    };

    /// <param name="command">Receives the options.</param>
    /// <param name="withWeights">False where the weights are an argument of the command.</param>
    public ModelOptions(KwsCommand command, bool withWeights = true) =>
        command.AddShared("Model", withWeights ? [_weights, _labels, _modelSizeInfo] : [_labels, _modelSizeInfo]);

    /// <summary>The model that the options describe.</summary>
    public KwsModel Load(ParseResult parsed) => Load(parsed, parsed.GetValue(_weights));

    /// <summary>The model of a weight file, or with null the one that comes with kws, as the other options describe it.</summary>
    public KwsModel Load(ParseResult parsed, string? weights)
    {
        string? labelFile = parsed.GetValue(_labels);
        string? modelSizeInfo = parsed.GetValue(_modelSizeInfo);
        ImmutableArray<string>? labels = labelFile is null ? null : Files.Read(labelFile, LabelFile.Read);
        Network network = modelSizeInfo is null
            ? DsCnn.Default
            : ParseTopology(modelSizeInfo, labels?.Length ?? DsCnn.Default.LabelCount);

        if (labels?.Length is { } count && count != network.LabelCount)
        {
            throw CliException.BadInput(
                $"{labelFile}: {count} labels, expected {network.LabelCount} "
                + "(for a model with another number give --model-size-info too)");
        }

        if (weights is not null)
        {
            return Files.Read(weights, path => KwsModel.LoadWeights(path, network, labels));
        }

        KwsModel model = KwsModel.Default;
        if (!network.Equals(model.Network))
        {
            throw CliException.WrongUsage(
                $"--model-size-info {network} with {network.LabelCount} labels is not the model that comes with kws: give its --weights");
        }

        return labels is null ? model : new KwsModel(model.Network, model.Network.Tensors.Select(spec => model[spec]), labels);
    }

    private static Network ParseTopology(string modelSizeInfo, int labelCount)
    {
        try
        {
            return DsCnn.Parse(modelSizeInfo, labelCount);
        }
        catch (FormatException e)
        {
            throw CliException.WrongUsage($"--model-size-info: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.WrongUsage($"--model-size-info: {Failures.MessageOf(e)}");
        }
    }
}
