namespace Kws.Audio.Wav;

/// <summary>The values of the 256 codes of A-law and mu-law (ITU-T G.711, 1988), on the scale of 16 bits.</summary>
/// <remarks>
/// A code is a sign, a segment of three bits and a place of four bits in it:
/// <code>
///   7   6 5 4   3 2 1 0
/// sign  segment  place
/// </code>
/// </remarks>
internal static class Companded
{
    /// <summary>Table 1 of G.711, 13 bits: even bits are inverted, a set sign is positive. Segments 0 and 1 have the same step.</summary>
    public static short[] ALaw { get; } = Table(code =>
    {
        code ^= 0x55;
        int segment = (code >> 4) & 7;
        int middle = (2 * (code & 15)) + 1;
        int magnitude = segment == 0 ? middle : (middle + 32) << (segment - 1);
        return (code & 0x80) != 0 ? magnitude * 8 : -magnitude * 8;
    });

    /// <summary>
    /// Table 2 of G.711, 14 bits: all bits are inverted, a set sign is negative. With a bias of 33, the steps of a segment are twice those
    /// of the one before.
    /// </summary>
    public static short[] MuLaw { get; } = Table(code =>
    {
        code = ~code;
        int magnitude = (((2 * (code & 15)) + 33) << ((code >> 4) & 7)) - 33;
        return (code & 0x80) != 0 ? -magnitude * 4 : magnitude * 4;
    });

    private static short[] Table(Func<int, int> value) => [.. Enumerable.Range(0, 256).Select(code => (short)value(code))];
}
