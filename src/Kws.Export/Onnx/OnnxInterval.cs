namespace Kws.Export.Onnx;

/// <summary>All integers from one to another.</summary>
/// <param name="Low">The least one.</param>
/// <param name="High">The greatest one.</param>
internal readonly record struct OnnxInterval(long Low, long High)
{
    /// <summary>The greatest absolute value.</summary>
    public long Magnitude => Math.Max(-Low, High);

    /// <summary>Whether all of it fits 32 bits.</summary>
    public bool FitsInt32 => Low >= int.MinValue && High <= int.MaxValue;

    /// <summary>The part of it that fits 32 bits.</summary>
    public OnnxInterval WithinInt32 => new(Math.Max(Low, int.MinValue), Math.Min(High, int.MaxValue));

    /// <summary>All sums of a number of this one and, or not, one of another.</summary>
    public OnnxInterval MayAdd(OnnxInterval other) => new(Low + Math.Min(other.Low, 0), High + Math.Max(other.High, 0));

    /// <summary>From the least to the greatest product.</summary>
    public static OnnxInterval operator *(OnnxInterval a, OnnxInterval b)
    {
        ReadOnlySpan<long> corners = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return new OnnxInterval(Math.Min(Math.Min(corners[0], corners[1]), Math.Min(corners[2], corners[3])),
            Math.Max(Math.Max(corners[0], corners[1]), Math.Max(corners[2], corners[3])));
    }

    /// <summary>The quotients by a power of two, rounded down.</summary>
    public static OnnxInterval operator >>(OnnxInterval value, int shift) => new(value.Low >> shift, value.High >> shift);

    /// <summary>Prints it as <c>-15,872 to 16,384</c>.</summary>
    public override string ToString() => $"{Low:N0} to {High:N0}";
}
