using System.Buffers;
using System.Globalization;

namespace Kws.Model;

/// <summary>Numbers in a line of fingerprints.</summary>
internal static class NumberField
{
    /// <summary>The characters of a field that looks like a number.</summary>
    public const string Characters = "0123456789+-.,[] eE";

    private static readonly SearchValues<char> Known = SearchValues.Create(Characters);

    /// <summary>Tells values from a name. An exponent has a digit or a point before it.</summary>
    public static bool LooksNumeric(ReadOnlySpan<char> field)
    {
        if (field.ContainsAnyExcept(Known))
        {
            return false;
        }

        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] is 'e' or 'E' && (i == 0 || !(char.IsAsciiDigit(field[i - 1]) || field[i - 1] == '.')))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a whole number of a float array: 18. and 18.0 as numpy prints it, 1.8e+01 as numpy.savetxt writes it.</summary>
    /// <param name="digits">The number without its sign, and what follows it.</param>
    /// <param name="most">Larger numbers become this one.</param>
    /// <param name="value">The number.</param>
    /// <param name="length">Its length.</param>
    public static bool TryReadWhole(ReadOnlySpan<char> digits, int most, out int value, out int length)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        int end = digits.IndexOfAny(" \t,[]");
        length = end < 0 ? digits.Length : end;
        bool isWhole = double.TryParse(digits[..length], Style, CultureInfo.InvariantCulture, out double number)
            && double.IsInteger(number);
        value = isWhole ? (int)Math.Min(number, most) : 0;
        return isWhole;
    }
}
