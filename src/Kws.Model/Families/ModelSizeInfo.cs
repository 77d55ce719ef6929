using System.Globalization;

namespace Kws.Model;

/// <summary>The text <c>model_size_info</c> of the training scripts: integers, separated by spaces or commas.</summary>
internal static class ModelSizeInfo
{
    /// <exception cref="FormatException">A word is not an integer.</exception>
    public static int[] Numbers(string text)
    {
        string[] words = text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new FormatException($"model_size_info: number {i} is '{Excerpt.Of(words[i])}', expected an integer");
            }
        }

        return numbers;
    }

    /// <summary>The groups of a DS-CNN: the number of layers, then five numbers for each.</summary>
    /// <exception cref="FormatException">The text is not a list of integers of the right length.</exception>
    public static ConvolutionSpec[] Specs(string text)
    {
        int[] numbers = Numbers(text);
        int layers = numbers.Length > 0 ? numbers[0] : 0;
        return numbers.Length > 0 && numbers.Length == 1 + (5L * layers)
            ? [.. numbers[1..].Chunk(5).Select(n => new ConvolutionSpec(n[0], n[1], n[2], n[3], n[4]))]
            : throw new FormatException(
                $"model_size_info: {numbers.Length} numbers for {layers} layers, expected the number of layers and then 5 numbers for "
                    + "each");
    }
}
