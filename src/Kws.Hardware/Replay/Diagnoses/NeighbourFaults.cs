using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>Values of the neighbouring frame, frequency or channel, in the output or in the input.</summary>
internal static class NeighbourFaults
{
    private static readonly string[] Axes = ["frame", "frequency", "channel"];
    private static readonly string[] Edges = ["wrapping around", "with zeros at the edge", "with the value at the edge repeated"];

    /// <summary>Outputs of the neighbour.</summary>
    public static IEnumerable<Hypothesis> Of(LayerRun run) => Shifts(run.Layer.Output).Select(shift => new Hypothesis(
        $"off by one {shift.Name}", i => Neighbour(run.Layer.Output, run.Output, i, shift)));

    /// <summary>Inputs of the neighbour.</summary>
    public static IEnumerable<Hypothesis> OfInput(LayerRun run) => Shifts(run.Layer.Input).Select(shift => new Hypothesis(
        $"an input off by one {shift.Name}",
        run.With(() => [.. Enumerable.Range(0, run.Input.Length).Select(i => Neighbour(run.Layer.Input, run.Input, i, shift))])));

    private static IEnumerable<(int Axis, int Step, int Edge, string Name)> Shifts(TensorShape shape) =>
        from axis in Enumerable.Range(0, Axes.Length)
        where Length(shape, axis) > 1
        from step in new[] { -1, 1 }
        from edge in Enumerable.Range(0, Edges.Length)
        select (axis, step, edge, $"{Axes[axis]}: values of the {(step < 0 ? "one before" : "next one")}, {Edges[edge]}");

    private static int Neighbour(TensorShape shape, int[] values, int index, (int Axis, int Step, int Edge, string Name) shift)
    {
        (int t, int f, int c) = shape.PositionOf(index);
        Span<int> position = [t, f, c];
        int length = Length(shape, shift.Axis);
        ref int place = ref position[shift.Axis];
        place += shift.Step;
        if (place < 0 || place == length)
        {
            if (shift.Edge == 1)
            {
                return 0;
            }

            place = shift.Edge == 0 ? (place + length) % length : Math.Clamp(place, 0, length - 1);
        }

        return values[shape.IndexOf(position[0], position[1], position[2])];
    }

    private static int Length(TensorShape shape, int axis) => axis == 0 ? shape.Time : axis == 1 ? shape.Frequency : shape.Channels;
}
