using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Max pools.</summary>
internal static class ScalarMaxPool
{
    public static void Run(MaxPoolLayer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        int channels = layer.Input.Channels;
        int index = 0;
        foreach (WindowPart part in new WindowParts(layer.Window, layer.Input, layer.Output))
        {
            Span<int> place = output.Slice(index, channels);
            place.Fill(int.MinValue);
            for (int i = part.FirstRow; i < part.EndRow; i++)
            {
                for (int j = part.FirstColumn; j < part.EndColumn; j++)
                {
                    ReadOnlySpan<int> values = input.Slice(layer.Input.IndexOf(part.Time + i, part.Frequency + j, 0), channels);
                    for (int c = 0; c < place.Length && c < values.Length; c++)
                    {
                        place[c] = Math.Max(place[c], values[c]);
                    }
                }
            }

            index += channels;
        }
    }
}
