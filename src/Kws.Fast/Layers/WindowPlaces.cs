using Kws.Fast.Plans;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>The places of windows and of their taps in a tensor, in bytes.</summary>
internal static class WindowPlaces
{
    /// <summary>The start of every window; in the border where padding comes first.</summary>
    public static int[] Starts<T>(T layer, PlanTensor input)
        where T : Layer, IWindowedLayer =>
        [.. from t in Enumerable.Range(0, layer.Output.Time)
            from f in Enumerable.Range(0, layer.Output.Frequency)
            select input.OffsetOf(
                (t * layer.Window.StrideTime) - layer.PaddingTime, (f * layer.Window.StrideFrequency) - layer.PaddingFrequency)];

    /// <summary>Every place of the kernel, counted from the start of a window.</summary>
    public static int[] Taps(Window window, PlanTensor input) =>
        [.. Enumerable.Range(0, window.Taps)
            .Select(tap => (tap / window.KernelFrequency * input.RowBytes) + (tap % window.KernelFrequency * input.PositionBytes))];

    /// <summary>Every position of a tensor.</summary>
    public static int[] Positions(PlanTensor tensor) =>
        [.. from t in Enumerable.Range(0, tensor.Shape.Time)
            from f in Enumerable.Range(0, tensor.Shape.Frequency)
            select tensor.OffsetOf(t, f)];
}
