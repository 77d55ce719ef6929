using System.Collections.Immutable;
using System.Text.Json;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Training.Float.Files;

/// <summary>
/// A recurrent layer in JSON, besides kind, name and input, with its tensors. Files have a row for each unit of each gate, of weights for
/// the frame and of weights for the output of the frame before; layers have columns, of both together.
/// </summary>
internal static class FloatRecurrentJson
{
    private const int LstmGates = 4;
    private const int GruGates = 3;

    /// <summary>Writes the members, and adds the tensors.</summary>
    public static void Write(Utf8JsonWriter json, FloatRecurrentLayer layer, List<SafeTensor> tensors)
    {
        json.WriteNumber("units", layer.Units);
        (double[] frame, double[] state, IEnumerable<double> biases) = layer switch
        {
            FloatBasicLstmLayer lstm => Rows(lstm.Weights, lstm.Biases),
            FloatLstmLayer lstm => Rows(lstm.Weights, lstm.Biases),
            FloatGruLayer gru => Join(Rows(gru.GateWeights, gru.GateBiases), Rows(gru.CandidateWeights, gru.CandidateBiases)),
            _ => throw new NotSupportedException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
        };
        int rows = frame.Length / layer.FrameLength;
        Add("input_weights", frame, Gates(rows), Frame(layer.FrameLength));
        Add("weights", state, Gates(rows), Before(layer.Output.Channels));
        Add("biases", [.. biases], Gates(rows));
        if (layer is FloatLstmLayer projected)
        {
            json.WriteNumber("outputs", projected.Output.Channels);
            Add("peepholes", [.. projected.PeepholeI, .. projected.PeepholeF, .. projected.PeepholeO], Peepholes(layer.Units));
            Add(
                "projection", Matrix.Transposed(projected.Projection.AsSpan(), projected.Output.Channels),
                Projection(layer.Units, projected.Output.Channels));
        }

        void Add(string member, double[] values, params ImmutableArray<TensorAxis> axes)
        {
            string name = $"{layer.Name}/{member}";
            json.WriteString(member, name);
            tensors.Add(SafeTensor.Of(name, axes, values));
        }

        (double[] Frame, double[] State, IEnumerable<double> Biases) Rows(ImmutableArray<double> weights, ImmutableArray<double> sums)
        {
            int split = layer.FrameLength * sums.Length;
            return (
                Matrix.Transposed(weights.AsSpan()[..split], sums.Length), Matrix.Transposed(weights.AsSpan()[split..], sums.Length), sums);
        }
    }

    /// <exception cref="KwsFormatException">A member or a tensor is missing or not as expected.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static FloatLayer ReadLstm(JsonMembers json, string name, TensorShape input, FloatTensors tensors)
    {
        (int units, int frame) = (Units(json, name), input.Frequency * input.Channels);
        int outputs = json.Has("projection") ? Dimension(json, "outputs", name) : units;
        (int rows, string? biases) = (LstmGates * units, json.OptionalText("biases"));
        ImmutableArray<double> weights =
        [
            .. tensors.TakeTransposed(json.Text("input_weights"), Gates(rows), Frame(frame)),
            .. tensors.TakeTransposed(json.Text("weights"), Gates(rows), Before(outputs)),
        ];
        ImmutableArray<double> sums = tensors.TakeBiases(biases, rows);
        if (json.OptionalText("projection") is not { } projection)
        {
            return new FloatBasicLstmLayer(name, input, units, weights, sums);
        }

        ImmutableArray<double> peepholes = json.OptionalText("peepholes") is { } tensor
            ? tensors.Take(tensor, Peepholes(units))
            : [.. new double[3 * units]];
        return new FloatLstmLayer(
            name, input, units, outputs, weights, sums, peepholes[..units], peepholes[units..(2 * units)], peepholes[(2 * units)..],
            [.. tensors.TakeTransposed(projection, Projection(units, outputs))]);
    }

    /// <inheritdoc cref="ReadLstm"/>
    public static FloatLayer ReadGru(JsonMembers json, string name, TensorShape input, FloatTensors tensors)
    {
        (int units, int frame) = (Units(json, name), input.Frequency * input.Channels);
        (int rows, string? biases) = (GruGates * units, json.OptionalText("biases"));
        ImmutableArray<double> ofFrame = tensors.Take(json.Text("input_weights"), Gates(rows), Frame(frame));
        ImmutableArray<double> ofState = tensors.Take(json.Text("weights"), Gates(rows), Before(units));
        ImmutableArray<double> sums = tensors.TakeBiases(biases, rows);
        int split = 2 * units;
        return new FloatGruLayer(
            name, input, units,
            Columns(ofFrame.AsSpan()[..(split * frame)], ofState.AsSpan()[..(split * units)]), sums[..split],
            Columns(ofFrame.AsSpan()[(split * frame)..], ofState.AsSpan()[(split * units)..]), sums[split..]);

        ImmutableArray<double> Columns(ReadOnlySpan<double> one, ReadOnlySpan<double> other) =>
            [.. Matrix.Transposed(one, frame), .. Matrix.Transposed(other, units)];
    }

    private static (double[] Frame, double[] State, IEnumerable<double> Biases) Join(
        (double[] Frame, double[] State, IEnumerable<double> Biases) gates,
        (double[] Frame, double[] State, IEnumerable<double> Biases) candidates) =>
        ([.. gates.Frame, .. candidates.Frame], [.. gates.State, .. candidates.State], gates.Biases.Concat(candidates.Biases));

    private static int Units(JsonMembers json, string name) => Dimension(json, "units", name);

    private static int Dimension(JsonMembers json, string member, string name)
    {
        int value = json.Integer(member);
        Window.CheckDimension(value, $"{name}: {member}");
        return value;
    }

    private static TensorAxis Gates(int rows) => new("unit of each gate", rows);

    private static TensorAxis Frame(int length) => new("value of the frame", length);

    private static TensorAxis Before(int outputs) => new("output of the frame before", outputs);

    private static ImmutableArray<TensorAxis> Peepholes(int units) => [new("gate i, f, o", 3), new("unit", units)];

    private static ImmutableArray<TensorAxis> Projection(int units, int outputs) => [new("output", outputs), new("unit", units)];
}
