namespace Kws.Fast.Plans;

/// <summary>The numbers in which the values of a layer are stored between steps.</summary>
internal enum ValueFormat
{
    /// <summary>Bytes: the value plus the zero point of its tensor.</summary>
    Byte,

    /// <summary>16-bit numbers.</summary>
    Short,

    /// <summary>
    /// 32-bit numbers in two tensors of 16-bit ones: the lower halves plus the zero point, which makes them signed, then the upper halves.
    /// </summary>
    Halves,

    /// <summary>32-bit numbers, with the two vectors of a unit in the order of <see cref="Units.IndexOf"/>: the logits.</summary>
    Int,
}
