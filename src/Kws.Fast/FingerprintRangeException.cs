using Kws.Model;

namespace Kws.Fast;

/// <summary>A fingerprint holds a value outside the network's range, [-32, 31] for 6 bits.</summary>
public sealed class FingerprintRangeException : ArgumentOutOfRangeException
{
    internal FingerprintRangeException(int fingerprint, int index, int value, Network network)
        : base(
            "fingerprints",
            $"fingerprint {fingerprint}: value {index} (frame {network.Input.PositionOf(index).Time}, "
            + $"coefficient {network.Input.PositionOf(index).Frequency}) is {value}, expected {network.MinInput} to {network.MaxInput}")
    {
        Fingerprint = fingerprint;
        Index = index;
        Value = value;
    }

    /// <summary>The index of the fingerprint in the batch, from 0.</summary>
    public int Fingerprint { get; }

    /// <summary>The index of the value in the fingerprint, from 0.</summary>
    public int Index { get; }

    /// <summary>The value.</summary>
    public int Value { get; }
}
