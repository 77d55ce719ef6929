using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary>The integer types of C99.</summary>
internal static class CType
{
    /// <summary>The type of logits, and of sums that fit it.</summary>
    public const string Word = "int32_t";

    /// <summary>The narrowest type for a value in memory.</summary>
    public static string OfValue(ValueRange range) => range.Bits switch
    {
        <= 8 => "int8_t",
        <= 16 => "int16_t",
        _ => Word,
    };

    /// <summary>The type for sums: 32 bits, or 64 where these could overflow.</summary>
    public static string OfSum(ValueRange range) => ValueRange.Word.Contains(range) ? Word : "int64_t";

    /// <summary>The bytes of a value.</summary>
    public static int Bytes(string type) => type switch
    {
        "int8_t" => 1,
        "int16_t" => 2,
        Word => 4,
        _ => throw new ArgumentException($"{type} is not a type of values in memory", nameof(type)),
    };
}
