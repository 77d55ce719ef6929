namespace Kws.Model;

/// <summary>
/// A layer that reads frames in time order, from a state of zeros, and gives an output of 8 bits after each frame. Its input is the part of
/// every gate's sum that comes from the frame itself: what a convolution over one frame gives, gate by gate. The part that comes from the
/// output of the frame before is a product with the recurrent weights.
/// </summary>
/// <remarks>
/// A gate's sum has <see cref="SumFraction"/> bits behind the binary point:
/// <code>
/// a = (x &lt;&lt; InputShift) + ((RecurrentWeights * output of the frame before) &lt;&lt; RecurrentShift)
/// </code>
/// <see cref="TanhTable"/> gives tanh and sigmoid of it. docs/explain/numerics.md has all of the arithmetic.
/// </remarks>
public abstract record RecurrentLayer : Layer
{
    /// <summary>The bits of a gate's sum behind the binary point.</summary>
    public const int SumFraction = 18;

    /// <summary>The largest shift to the left of a part of a gate's sum.</summary>
    public const int MaxShift = 15;

    /// <summary>The bits behind the binary point of an output that no projection made.</summary>
    public const int OutputFraction = 7;

    /// <summary>The bits of an output in two's complement.</summary>
    public const int OutputBits = 8;

    private protected RecurrentLayer(
        string name, TensorShape input, int gates, int outputs, int inputShift, string weights, int recurrentShift, int weightBits)
        : base(name, input, new TensorShape(input.Time, 1, outputs))
    {
        if (input.Frequency != 1 || input.Time == 0 || input.Channels == 0 || input.Channels % gates != 0)
        {
            throw new ArgumentException($"{name}: the input is {input}, expected frames x 1 x {gates} values for each unit");
        }

        CheckShift(name, "input", inputShift);
        CheckShift(name, "recurrent", recurrentShift);
        (Units, InputShift, RecurrentShift) = (input.Channels / gates, inputShift, recurrentShift);
        RecurrentWeights = new TensorSpec(
            weights, CheckBits(name, weightBits), new TensorAxis("out", input.Channels), new TensorAxis("in", outputs));
    }

    /// <summary>The number of units.</summary>
    public int Units { get; }

    /// <summary>The number of gates of a unit; the input has the units of the first gate, then those of the next.</summary>
    public int Gates => Input.Channels / Units;

    /// <summary>log2 of the factor of the input in a gate's sum.</summary>
    public int InputShift { get; }

    /// <summary>log2 of the factor of the product with the recurrent weights in a gate's sum.</summary>
    public int RecurrentShift { get; }

    /// <summary>The recurrent weights: [unit of each gate][output of the frame before].</summary>
    public TensorSpec RecurrentWeights { get; }

    private protected static void CheckShift(string name, string kind, int shift)
    {
        if (shift is < 0 or > MaxShift)
        {
            throw new ArgumentException($"{name}: {kind} shift is {shift}, expected 0 to {MaxShift}");
        }
    }

    private static int CheckBits(string name, int bits) => bits is >= 2 and <= TensorSpec.MaxWeightBits
        ? bits
        : throw new ArgumentException($"{name}: {bits} bits of a weight, expected 2 to {TensorSpec.MaxWeightBits}");
}
