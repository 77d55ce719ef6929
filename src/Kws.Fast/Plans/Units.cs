namespace Kws.Fast.Plans;

/// <summary>
/// A unit is the channels of two vectors of 32-bit sums, which are packed into one vector of 16-bit values. Packing works in each 128
/// bits, so the first vector has the channels 0 to 3, 8 to 11, ... of the unit and the second one 4 to 7, 12 to 15, ...
/// </summary>
internal static class Units
{
    /// <summary>The place of a channel of a unit in its two vectors.</summary>
    /// <param name="channel">The channel, counted from the first one of the unit.</param>
    /// <param name="unit">The channels of a unit.</param>
    public static int IndexOf(int channel, int unit) => ((channel & 4) == 0 ? 0 : unit / 2) + (channel / 8 * 4) + (channel & 3);

    /// <summary>The number of units that hold some channels.</summary>
    public static int Count(int channels, int unit) => (channels + unit - 1) / unit;
}
