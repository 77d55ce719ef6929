using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kws.Training.Data;

/// <summary>
/// Deals clips to training, validation and testing so that all clips of a speaker go the same way, as the Speech Commands data set defines
/// it (<c>which_set</c> in its README, with 10 % for validation and 10 % for testing).
/// </summary>
public static class SpeakerSplit
{
    /// <summary>The start of the part of a name, after the speaker, that does not count.</summary>
    private const string SpeakerEnd = "_nohash_";

    private const uint Range = 1 << 27;
    private const double ValidationPercentage = 10;
    private const double TestingPercentage = 10;

    /// <summary>The part that a clip belongs to.</summary>
    /// <param name="fileName">The clip's file name, without folders.</param>
    /// <param name="salt">
    /// Stands before the name when it is hashed, to deal otherwise than the data set does; empty for the data set's own.
    /// </param>
    public static Split Of(string fileName, string salt = "") => OfPiece(fileName, salt, piece: 0);

    /// <summary>
    /// The part that a piece of a long file belongs to: every piece is a tenth further than the one before, so that of ten in a row one is
    /// for validation and one for testing.
    /// </summary>
    /// <param name="fileName">The file's name, without folders.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="piece">The number of the piece; 0 is dealt as a whole file.</param>
    internal static Split OfPiece(string fileName, string salt, int piece) => PercentageOf(fileName, salt, piece) switch
    {
        < ValidationPercentage => Split.Validation,
        < ValidationPercentage + TestingPercentage => Split.Testing,
        _ => Split.Training,
    };

    /// <summary>
    /// The tenth of all speakers that a piece of a file belongs to, 0 to 9. The validation set is tenth 0, the testing set tenth 1.
    /// </summary>
    /// <inheritdoc cref="OfPiece" path="/param"/>
    internal static int TenthOf(string fileName, string salt = "", int piece = 0) =>
        Math.Min(9, (int)(PercentageOf(fileName, salt, piece) / 10));

    private static double PercentageOf(string fileName, string salt, int piece)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(salt);
        // SHA-1 is the data set's choice and guards nothing. The remainder of the 160-bit number is that of its last 32 bits.
#pragma warning disable CA5350
        byte[] hash = SHA1.HashData(Encoding.UTF8.GetBytes(salt + SpeakerOf(fileName)));
#pragma warning restore CA5350
        uint remainder = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(^sizeof(uint))) % Range;
        double percentage = remainder * (100.0 / (Range - 1));
        return piece == 0 ? percentage : (percentage + (10.0 * (piece % 10))) % 100;
    }

    /// <summary>The speaker of a clip: the name up to <c>_nohash_</c>; the whole name where it has none.</summary>
    /// <param name="fileName">The clip's file name, without folders.</param>
    public static string SpeakerOf(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        int end = fileName.IndexOf(SpeakerEnd, StringComparison.Ordinal);
        return end < 0 ? fileName : fileName[..end];
    }
}
