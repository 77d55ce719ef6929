using Kws.Fast;
using Kws.Model;
using Kws.Training;
using Kws.Training.Topologies;

namespace Kws.Cli.Commands;

/// <summary>The network that a training is asked for.</summary>
/// <param name="Option">The option that is wrong if there is no such network.</param>
/// <param name="Name">Family, and size or numbers.</param>
/// <param name="Topology">The topology.</param>
/// <param name="Bits">The bits of a weight; null for those of the topology.</param>
/// <param name="Arithmetic">The numbers that sound is computed with.</param>
internal sealed record TopologyChoice(
    string Option, string Name, TrainingTopology Topology, int? Bits, FrontEndArithmetic Arithmetic)
{
    /// <summary>The front end.</summary>
    public FrontEnd FrontEnd => Topology.FrontEnd.With(Arithmetic);

    /// <summary>The bits of a weight.</summary>
    public int WeightBits => Bits ?? Topology.DefaultWeightBits;

    /// <exception cref="CliException">There is no such network.</exception>
    public Trainer CreateTrainer(IReadOnlyCollection<string> labels, FrontEnd frontEnd, int seed, int threads)
    {
        try
        {
            Network network = Topology.Create(labels.Count, frontEnd, WeightBits);

            // The scores of a stream take this scale; it fits the logits of these topologies.
            double? scale = Topology.HasScaledLogits || DsCnn.IsDefault(network) ? Scores.DefaultScale : null;
            return new(network, labels, frontEnd, new TrainerOptions { Seed = seed, Threads = threads, LogitScale = scale });
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            string message = e is ArgumentException argument ? Failures.MessageOf(argument) : e.Message;
            throw CliException.WrongUsage($"{Option}: {message}");
        }
    }
}
