using System.Buffers.Binary;
using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Optimizer;

namespace Kws.Training;

/// <content>
/// The state as a file: safetensors of 64-bit floats with network, labels and front end in the metadata as a model file has them. Each
/// tensor NAME of the network has NAME/latent, NAME/average, NAME/first and NAME/second in its shape, and NAME/range with the unit of a
/// step and the largest magnitude. The tensor "trainer" has the number of steps and the scale of the logits: logarithm and two moments.
/// </content>
public sealed partial class Trainer
{
    private const string VersionKey = "kws_trainer";
    private const string Version = "1";
    private const string NetworkKey = "network";
    private const string LabelsKey = "labels";
    private const string FrontEndKey = "front_end";
    private const string TrainerTensor = "trainer";
    private const int MaxLength = 1 << 30;

    /// <summary>Writes all that is needed to continue, bit for bit.</summary>
    /// <param name="stream">The target; it is not closed.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (double logarithm, double first, double second) = _scale.State;
        Safetensors.Write(
            stream,
            [
                (VersionKey, Version),
                (NetworkKey, NetworkJson.Text(Network)),
                (LabelsKey, NetworkJson.Text(_labels)),
                .. (IEnumerable<(string, string)>)(_frontEnd is null ? [] : [(FrontEndKey, FrontEndJson.Text(_frontEnd))]),
            ],
            [
                Tensor(TrainerTensor, [4], [Steps, logarithm, first, second]),
                .. _blocks.SelectMany(block => Parts(block).Select(part => Tensor(part.Name, Shape(block), block.Gather(part.Values)))
                    .Append(Tensor(block.Spec.Name + "/range", [2], [block.Unit, -block.Least]))),
            ]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">The bytes; they are read to their end and the stream is not closed.</param>
    /// <param name="options">The settings from here on; null for the default ones.</param>
    /// <param name="sourceName">The name of the stream in messages.</param>
    /// <exception cref="KwsFormatException">The bytes are damaged, or not a state; the message names what and where.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Trainer Load(Stream stream, TrainerOptions? options = null, string sourceName = "state")
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] bytes = LimitedBytes.Read(stream, MaxLength)
            ?? throw new KwsFormatException(sourceName, 0, $"more than {MaxLength} bytes, expected the state of a trainer");
        (Dictionary<string, string> metadata, ImmutableArray<SafeTensor> tensors) = Safetensors.Read(bytes, sourceName);
        var file = new StateFile(metadata, tensors, sourceName);
        file.RequireVersion(VersionKey, Version);
        Network network = NetworkJson.Read(file.Required(NetworkKey), sourceName);
        ImmutableArray<string> labels = NetworkJson.ReadLabels(file.Required(LabelsKey), sourceName);
        FrontEnd? frontEnd =
            metadata.TryGetValue(FrontEndKey, out string? settings) ? FrontEndJson.Read(settings, network, sourceName) : null;
        try
        {
            var trainer = new Trainer(
                network, options ?? new TrainerOptions(), labels, frontEnd, spec => file.Values(spec.Name + "/range", [2])[1]);
            trainer.Read(file);
            return trainer;
        }
        catch (ArgumentException e) when (e.ParamName != nameof(options))
        {
            throw KwsFormatException.Of(sourceName, e);
        }
    }

    private void Read(StateFile file)
    {
        foreach (ParameterBlock block in _blocks)
        {
            foreach ((string name, double[] values) in Parts(block))
            {
                block.Scatter(file.Values(name, Shape(block)), values);
            }

            file.RequireRange(block);
            block.Unit = file.Values(block.Spec.Name + "/range", [2])[0];
        }

        double[] state = file.Values(TrainerTensor, [4]);
        (Steps, _scale.State) = (file.Steps(state[0]), (state[1], state[2], state[3]));
        file.RefuseOthers(_blocks.SelectMany(block => Parts(block).Select(part => part.Name).Append(block.Spec.Name + "/range"))
            .Append(TrainerTensor));
        Prepare();
        _ = Model;
    }

    private static IEnumerable<(string Name, double[] Values)> Parts(ParameterBlock block) =>
    [
        (block.Spec.Name + "/latent", block.Latent), (block.Spec.Name + "/average", block.Average),
        (block.Spec.Name + "/first", block.First), (block.Spec.Name + "/second", block.Second),
    ];

    private static int[] Shape(ParameterBlock block) => [.. block.Spec.Axes.Select(axis => axis.Length)];

    private static SafeTensor Tensor(string name, int[] shape, double[] values)
    {
        byte[] data = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
        }

        return new SafeTensor(name, "F64", [.. shape], 0, data);
    }
}
