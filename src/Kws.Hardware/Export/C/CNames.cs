using System.Text;

namespace Kws.Hardware.Export.C;

/// <summary>Names of layers and tensors as identifiers of C.</summary>
internal static class CNames
{
    /// <summary>The name with <c>_</c> for what an identifier cannot have. Names may become the same.</summary>
    public static string Of(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>Text for a comment: ASCII alone, and nothing that could end it.</summary>
    public static string Text(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' and not '*' ? c : '?'));

    /// <summary>The bytes of a string in UTF-8, those that are not plain as octal numbers of three digits.</summary>
    public static string Quoted(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b =>
        b is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\' or (byte)'?') ? $"{(char)b}" : "\\" + Octal(b)));

    private static string Octal(byte value) => $"{value >> 6}{(value >> 3) & 7}{value & 7}";
}
