using Kws.Model;

namespace Kws.Hardware.Circuits;

/// <summary>The memories of values.</summary>
internal enum Storage
{
    /// <summary>The fingerprint, one value per word.</summary>
    Input,

    /// <summary>Written by the first, third, fifth layer.</summary>
    A,

    /// <summary>Written by the second, fourth, sixth layer.</summary>
    B,

    /// <summary>The logits.</summary>
    Logits,
}

/// <summary>The values between two steps, in a memory: the words of each place back to back, its channels from lane 0 on.</summary>
/// <param name="Storage">The memory.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Lanes">The most channels of a word.</param>
/// <param name="Bits">The bits of a value.</param>
internal sealed record StoredTensor(Storage Storage, TensorShape Shape, int Lanes, int Bits)
{
    /// <summary>The words of one time and frequency.</summary>
    public int PlaceWords => (Shape.Channels + Lanes - 1) / Lanes;

    /// <summary>The words of all frequencies of one time.</summary>
    public int LineWords => Shape.Frequency * PlaceWords;

    /// <summary>All words.</summary>
    public int Words => Shape.Time * LineWords;

    /// <summary>The lanes of a word that are ever read.</summary>
    public int UsedLanes => Math.Min(Lanes, Shape.Channels);
}
