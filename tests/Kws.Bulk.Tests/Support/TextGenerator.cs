using FsCheck;
using FsCheck.Fluent;

namespace Kws.Bulk.Tests.Support;

/// <summary>Texts of fingerprints of six values in every form that the format knows, with damage and without.</summary>
internal static class TextGenerator
{
    public const int Count = 6;

    private static readonly Gen<string> Value =
        from value in Gen.Frequency((20, Gen.Choose(-32, 31)), (1, Gen.Choose(-9, 9)))
        from form in Gen.Frequency(
            (30, Gen.Constant("{0}")), (1, Gen.Elements("+{0}", "{0}.", "{0}.0", "{0}.000e+00", "{0}0E-1", "0{0}")))
        select form.Replace("{0}", value.ToString()).Replace("+-", "-").Replace("0-", "-0");

    private static readonly Gen<string> Separator = Gen.Frequency(
        (20, Gen.Constant(" ")), (2, Gen.Elements("  ", "\t", " \t")), (2, Gen.Elements(",", ", ", " ,", ",\t")));

    private static readonly Gen<string> Values =
        from values in Value.ArrayOf(Count)
        from separators in Separator.ArrayOf(Count)
        from even in Gen.Elements(true, true, false)
        from last in Gen.Elements("", "", "", " ", ",", "\t")
        select string.Join("", values.Select((value, i) => (i == 0 ? "" : separators[even ? 0 : i]) + value)) + last;

    private static readonly Gen<string> Label = Gen.Elements(
        "", "cat", "7", "über", "猫", "a b", "#", "x#", "-", "e", "5e", " ", "\u00A0", "[cat", "1-", "5 ");

    private static readonly Gen<string> Empty = Gen.Elements(
        "", " ", "\t", "\t\t", "# comment", "  # [comment", "\t#\t[1\t2", "\u00A0# unusual\t3\t1 2", "cat\tclip\t", "1\t2\t");

    private static readonly Gen<string> Fingerprint = Gen.Frequency(
        (5, Values),
        (2, from label in Label from clip in Label from values in Values select $"{label}\t{clip}\t{values}"));

    private static readonly Gen<string> Bracketed =
        from values in Value.ArrayOf(Count)
        from form in Gen.Elements("[[{0}]]", "[{0}]", "[[{0}],\n [{0}]]", "cat\tclip\t[{0}]", "[[\n# in [it]\n{0}\n]\n]")
        from separator in Gen.Elements(" ", "\n", ", ", ",\n")
        select form.Replace("{0}", string.Join(separator, values));

    private static readonly Gen<string> Damaged =
        from values in Values
        from place in Gen.Choose(0, values.Length)
        from damage in Gen.Elements(
            "x", "-", "+", ".", ",,", ",", " 7 ", "3", "00", " 40 ", "-33", "...", "/", ":", ";", "]", "x[", "7[", "\0", "\v", "é", "é\t",
            "\uFEFF")
        select values.Insert(place, damage);

    private static readonly Gen<string> DamagedInBrackets = Gen.Elements(
        "[1 2]", "[[1 2 3 4 5 x]]", "1 [2", "]", "[1 2 3 4 5 6", "[]", "[[1 2 3 4 5 6],,[1 2 3 4 5 6]]");

    private static readonly Gen<string> LineBreak = Gen.Frequency(
        (10, Gen.Constant("\n")), (2, Gen.Constant("\r\n")), (1, Gen.Constant("\r")));

    /// <summary>Lines on which no brackets open, ended by LF or CR LF.</summary>
    public static Gen<string> Lines { get; } = Text(
        Gen.Frequency((6, Fingerprint), (1, Empty), (1, Damaged)),
        Gen.Frequency((5, Gen.Constant("\n")), (1, Gen.Constant("\r\n"))));

    /// <summary>Everything.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(
        Text(Fingerprint, LineBreak),
        Text(Gen.Frequency((4, Fingerprint), (2, Empty)), LineBreak),
        Text(Gen.Frequency((8, Fingerprint), (2, Empty), (1, Bracketed)), LineBreak),
        Text(Gen.Frequency((16, Fingerprint), (4, Empty), (2, Bracketed), (2, Damaged), (1, DamagedInBrackets)), LineBreak),
        Text(Empty, LineBreak));

    private static Gen<string> Text(Gen<string> line, Gen<string> lineBreak) =>
        from mark in Gen.Frequency((5, Gen.Constant("")), (1, Gen.Constant("\uFEFF")))
        from lines in (from content in line from end in lineBreak select content.Replace("\n", end) + end).ListOf()
        from isEnded in Gen.Elements(true, false)
        let text = mark + string.Concat(lines)
        select isEnded ? text : text.TrimEnd('\r', '\n');
}
