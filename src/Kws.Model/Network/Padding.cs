namespace Kws.Model;

/// <summary>The treatment of a window that crosses the border of its input.</summary>
public enum Padding
{
    /// <summary>Windows lie inside the input.</summary>
    Valid,

    /// <summary>
    /// As many windows as the input has positions, divided by the stride and rounded up. Positions outside count as zero in a convolution
    /// and do not count in a pool. Half of the missing positions come first, rounded down, as in TensorFlow.
    /// </summary>
    Same,
}
