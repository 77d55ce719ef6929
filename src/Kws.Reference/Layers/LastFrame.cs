namespace Kws.Reference.Layers;

/// <summary>The last frame alone.</summary>
internal static class LastFrame
{
    /// <summary>out[f][c] = in[last][f][c].</summary>
    public static void Run(ReadOnlySpan<int> input, Span<int> output) => input[^output.Length..].CopyTo(output);
}
