namespace Kws.Hardware.Verification;

/// <summary>Random numbers for the choices that make a network.</summary>
/// <param name="seed">The seed.</param>
internal sealed class RandomNumbers(int seed)
{
    private RandomStream _stream = new((ulong)seed, 0);

    /// <summary>A number from 0, less than a bound.</summary>
    public int Below(int bound) => _stream.Next(bound);

    /// <summary>A number of a range, both ends included.</summary>
    public int From(int least, int most) => (int)(least + (long)(((UInt128)_stream.Next() * (ulong)((long)most - least + 1)) >> 64));

    /// <summary>True once in so many times.</summary>
    public bool Chance(int times) => _stream.Next(times) == 0;
}
