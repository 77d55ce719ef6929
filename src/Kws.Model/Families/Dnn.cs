namespace Kws.Model;

/// <summary>The family of the DNN of "Hello Edge": fully connected layers with ReLU, then one to the labels.</summary>
public static class Dnn
{
    /// <summary>The largest number of hidden layers.</summary>
    public const int MaxHiddenLayers = 32;

    /// <summary>Makes a network.</summary>
    /// <param name="hidden">The outputs of each hidden layer, 1 to 1024; 1 to <see cref="MaxHiddenLayers"/> layers.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Create(IEnumerable<int> hidden, FamilyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        int[] outputs = [.. hidden];
        if (outputs.Length is < 1 or > MaxHiddenLayers)
        {
            throw new ArgumentException($"{outputs.Length} hidden layers, expected 1 to {MaxHiddenLayers}");
        }

        var layers = new FamilyLayers(options ?? new FamilyOptions());
        foreach ((int index, int count) in outputs.Index())
        {
            layers.FullyConnected($"fc{index + 1}", count, relu: true);
        }

        return layers.Logits($"fc{outputs.Length + 1}");
    }

    /// <summary>Reads <c>model_size_info</c>: the outputs of each hidden layer, for instance <c>144 144 144</c>.</summary>
    /// <param name="modelSizeInfo">The text.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="FormatException">The text is not a list of integers.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Parse(string modelSizeInfo, FamilyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        return Create(ModelSizeInfo.Numbers(modelSizeInfo), options);
    }
}
