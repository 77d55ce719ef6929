using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>An input whose axes are in another order, as of a fully connected layer behind channels first.</summary>
internal static class InputFaults
{
    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        TensorShape shape = run.Layer.Input;
        string own = AxisOrder.Reference.Describe(shape);
        int[] places = [.. Enumerable.Range(0, shape.Count)];
        foreach (AxisOrder order in AxisOrder.Fitting(shape, []).Skip(1))
        {
            string other = order.Describe(shape);
            yield return new(
                $"a transposed input: stored as {other}, but taken as {own}", run.With(() => order.FromReference(shape, run.Input)));
            if (!order.FromReference(shape, places).AsSpan().SequenceEqual(order.ToReference(shape, places)))
            {
                yield return new(
                    $"a transposed input: taken as {other}, but it is {own}", run.With(() => order.ToReference(shape, run.Input)));
            }
        }
    }
}
