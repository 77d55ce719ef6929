namespace Kws.Model;

/// <summary>The bounds of a recurrent layer: its output is saturated.</summary>
internal static class RecurrentBounds
{
    /// <summary>The range of an output.</summary>
    public static ValueRange Output { get; } = new(-1 << (RecurrentLayer.OutputBits - 1), (1 << (RecurrentLayer.OutputBits - 1)) - 1);

    /// <summary>
    /// The largest magnitude of a gate's sum for inputs of a range, with a cell state and outputs at the worst of theirs, and of its parts
    /// in any order.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="model">The model.</param>
    /// <param name="input">The range of all inputs.</param>
    public static Int128 LargestSum(RecurrentLayer layer, KwsModel model, ValueRange input)
    {
        ReadOnlySpan<int> weights = model[layer.RecurrentWeights].AsSpan();
        int outputs = layer.Output.Channels;
        long product = 0;
        for (int row = 0; row < layer.Input.Channels; row++)
        {
            long sum = 0;
            foreach (int weight in weights.Slice(row * outputs, outputs))
            {
                sum += Math.Abs(weight);
            }

            product = Math.Max(product, -Output.Least * sum);
        }

        Int128 largest = ((Int128)Math.Max(-input.Least, input.Greatest) << layer.InputShift) + ((Int128)product << layer.RecurrentShift);
        return layer is LstmLayer { Peepholes: { } spec } lstm
            ? largest + ((Int128)model[spec].Max(Math.Abs) * -(long)short.MinValue << lstm.PeepholeShift)
            : largest;
    }
}
