namespace Kws.Model;

/// <summary>
/// The rows of a convolution over the fingerprint when a new frame comes: those whose windows lie inside the input are what the next row
/// was a stride of frames before. So rows are moved along, one set for each frame of the stride, and few are computed.
/// </summary>
/// <param name="First">The first row that is moved; the rows before it touch the zeros before the first frame.</param>
/// <param name="End">The row behind the last one that is moved; it and the rows behind it are computed.</param>
internal readonly record struct HopRows(int First, int End)
{
    public static HopRows Of(ConvolutionLayer layer)
    {
        bool IsInside(int row)
        {
            int begin = (row * layer.Window.StrideTime) - layer.PaddingTime;
            return begin >= 0 && begin + layer.Window.KernelTime <= layer.Input.Time;
        }

        int[] inside = [.. Enumerable.Range(0, layer.Output.Time).Where(IsInside)];
        return inside.Length < 2 ? default : new(inside[0], inside[^1]);
    }

    /// <summary>The number of rows that are moved instead of computed.</summary>
    public int Count => End - First;
}
