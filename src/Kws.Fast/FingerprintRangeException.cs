using Kws.Model;

namespace Kws.Fast;

/// <summary>A fingerprint holds a value outside [-32, 31], for which the arithmetic of the network is not defined.</summary>
public sealed class FingerprintRangeException : ArgumentOutOfRangeException
{
    internal FingerprintRangeException(int fingerprint, int index, int value, int coefficients)
        : base(
            "fingerprints",
            $"fingerprint {fingerprint}: value {index} (frame {index / coefficients}, coefficient {index % coefficients}) is {value}, "
            + $"expected {SixBit.Min} to {SixBit.Max}")
    {
        Fingerprint = fingerprint;
        Index = index;
        Value = value;
    }

    /// <summary>Which fingerprint of the batch, counted from 0.</summary>
    public int Fingerprint { get; }

    /// <summary>Which of its values, counted from 0.</summary>
    public int Index { get; }

    /// <summary>The value.</summary>
    public int Value { get; }
}
