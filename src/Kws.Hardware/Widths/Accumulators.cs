using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Widths;

/// <summary>The sums of a layer with weights, product after product in the order of the reference's loops.</summary>
internal sealed class Accumulators
{
    private readonly long[] _starts;

    // The products of output i are those from _first[i] on to _first[i + 1].
    private readonly int[] _first;
    private readonly int[] _inputs;
    private readonly int[] _weights;

    public Accumulators(KwsModel model, AccumulatingLayer layer)
    {
        var steps = new Steps(model, layer);
        var products = new Step[steps.PerChannel];
        var all = new List<Step>();
        _starts = new long[layer.Output.Count];
        _first = new int[layer.Output.Count + 1];
        for (int output = 0; output < _starts.Length; output++)
        {
            _starts[output] = steps.Start(output);
            all.AddRange(products.AsSpan(0, steps.Write(output, products)));
            _first[output + 1] = all.Count;
        }

        _inputs = [.. all.Select(step => step.Input)];
        _weights = [.. all.Select(step => step.Weight)];
    }

    /// <summary>The sums in integers of 128 bits, biases times a factor.</summary>
    public Int128[] Exact(ReadOnlySpan<Int128> input, Int128 factor)
    {
        var values = new Int128[_starts.Length];
        for (int output = 0; output < values.Length; output++)
        {
            Int128 sum = checked(_starts[output] * factor);
            for (int i = _first[output]; i < _first[output + 1]; i++)
            {
                sum += input[_inputs[i]] * _weights[i];
            }

            values[output] = sum;
        }

        return values;
    }

    /// <summary>The fewest bits that hold every sum, what it begins with included.</summary>
    public int Bits(ReadOnlySpan<int> input)
    {
        (long least, long greatest) = (0, 0);
        for (int output = 0; output < _starts.Length; output++)
        {
            long sum = _starts[output];
            (least, greatest) = (Math.Min(least, sum), Math.Max(greatest, sum));
            for (int i = _first[output]; i < _first[output + 1]; i++)
            {
                sum += (long)input[_inputs[i]] * _weights[i];
                (least, greatest) = (Math.Min(least, sum), Math.Max(greatest, sum));
            }
        }

        return Math.Max(LayerChange.BitsOf(least), LayerChange.BitsOf(greatest));
    }

    /// <summary>The layer's values where an accumulator of so many bits saturates at every addition.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="bits">1 to 63.</param>
    /// <exception cref="OverflowException">A value does not fit 32 bits.</exception>
    public int[] Saturated(ReadOnlySpan<int> input, int bits)
    {
        long greatest = (1L << (bits - 1)) - 1;
        long least = -greatest - 1;
        var values = new int[_starts.Length];
        for (int output = 0; output < values.Length; output++)
        {
            long sum = Math.Clamp(_starts[output], least, greatest);
            for (int i = _first[output]; i < _first[output + 1]; i++)
            {
                sum = Math.Min(Math.Max(sum + ((long)input[_inputs[i]] * _weights[i]), least), greatest);
            }

            values[output] = checked((int)sum);
        }

        return values;
    }
}
