using System.CommandLine;
using Kws.Model;
using Kws.Training.Topologies;

namespace Kws.Cli.Commands;

/// <summary>The options of <c>kws train</c> that choose the network.</summary>
internal sealed class TopologyOptions
{
    private static readonly (string Name, NetworkFamily Value)[] Families =
        [("ds-cnn", NetworkFamily.DsCnn), ("dnn", NetworkFamily.Dnn), ("cnn", NetworkFamily.Cnn)];

    private static readonly (string Name, NetworkSize Value)[] Sizes =
        [("small", NetworkSize.Small), ("medium", NetworkSize.Medium), ("large", NetworkSize.Large)];

    private readonly Option<string?> _architecture = Symbols.Choice(
        "--architecture", $"Family of networks: {Symbols.Names(Families)}; without it {Families[0].Name}", "family", Families);

    private readonly Option<string?> _size = Symbols.Choice(
        "--size", $"Topology: {Symbols.Names(Sizes)}, the larger, the slower and more accurate; without it {Sizes[0].Name}", "size", Sizes);

    private readonly Option<string?> _modelSizeInfo = new("--model-size-info")
    {
        Description = "Another topology, instead of --size. For ds-cnn: number of layers, then for each layer channels, kernel time, "
            + "kernel frequency, stride time, stride frequency; the others are described in the documentation",
        HelpName = "numbers",
    };

    private readonly Option<int?> _weightBits = Symbols.Number(
        "--weight-bits", "Bits of a weight, 6 or 8; without it 6 for a small ds-cnn and one of --model-size-info, 8 for all others", 6, 8);

    private readonly ArithmeticOption _arithmetic = new();

    /// <param name="command">Receives them.</param>
    public TopologyOptions(KwsCommand command)
    {
        command.Options.Add(_architecture);
        command.Options.Add(_size);
        command.Options.Add(_modelSizeInfo);
        command.Options.Add(_weightBits);
        command.Options.Add(_arithmetic.Option);
        _weightBits.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: "7" }])
            {
                result.AddError("--weight-bits is '7', expected 6 or 8");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetResult(_size) is not null && result.GetResult(_modelSizeInfo) is not null)
            {
                result.AddError("--size and --model-size-info both say the topology, expected one of them");
            }
        });
    }

    public TopologyChoice Read(ParseResult parsed)
    {
        string familyName = parsed.GetValue(_architecture) ?? Families[0].Name;
        NetworkFamily family = Families.Single(other => other.Name == familyName).Value;
        if (parsed.GetValue(_modelSizeInfo) is { } numbers)
        {
            return new("--model-size-info", $"{familyName} {numbers}", TrainingTopology.Parse(family, numbers), Bits(), Arithmetic());
        }

        string size = parsed.GetValue(_size) ?? Sizes[0].Name;
        TrainingTopology topology = TrainingTopology.Of(family, Sizes.Single(other => other.Name == size).Value);
        return new("--size", $"{familyName} {size}", topology, Bits(), Arithmetic());

        int? Bits() => parsed.GetValue(_weightBits);

        FrontEndArithmetic Arithmetic() => _arithmetic.Read(parsed) ?? FrontEndArithmetic.SinglePrecision;
    }
}
