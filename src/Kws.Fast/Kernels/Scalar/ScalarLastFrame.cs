using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>The last frame alone.</summary>
internal static class ScalarLastFrame
{
    public static void Run(LastFrameLayer layer, ReadOnlySpan<int> input, Span<int> output) =>
        input[(layer.Input.Count - layer.Output.Count)..layer.Input.Count].CopyTo(output);
}
