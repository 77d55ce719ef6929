using Kws.Hardware.Replay.Formats;

namespace Kws.Hardware.Replay;

/// <summary>Statements about files that do not describe themselves.</summary>
/// <param name="RawType">
/// The type of the numbers in raw files; null for signed little-endian integers of 1, 2 or 4 bytes, as the length of a file says.
/// </param>
/// <param name="HexBits">The bits of a hexadecimal number, 1 to 32; null for those that hold every value of the layer.</param>
public sealed record ReplayOptions(NumberType? RawType = null, int? HexBits = null);
