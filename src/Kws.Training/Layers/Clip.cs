namespace Kws.Training.Layers;

/// <summary>The part of a window along one axis that is inside the input.</summary>
/// <param name="First">The first position of the kernel inside.</param>
/// <param name="Count">The number of positions inside.</param>
/// <param name="Start">The position of the input under the first one.</param>
internal readonly record struct Clip(int First, int Count, int Start)
{
    /// <summary>The parts of all windows along an axis.</summary>
    public static Clip[] All(int outputs, int inputs, int kernel, int stride, int padding) =>
        [.. Enumerable.Range(0, outputs).Select(i =>
        {
            int start = (i * stride) - padding;
            int first = Math.Max(0, -start);
            return new Clip(first, Math.Min(kernel, inputs - start) - first, start + first);
        })];
}
