namespace Kws.Bulk.Sources.Text;

/// <summary>
/// The vector operations on 64 bytes of text; all else about a line is done with its bit masks and is the same for every register width.
/// </summary>
internal interface ITextBlock
{
    /// <summary>The number of bytes of text that are looked at together: a bit of a mask each.</summary>
    const int Size = 64;

    /// <summary>Says which bytes are what.</summary>
    /// <param name="text">The first of 64 bytes.</param>
    static abstract TextClasses Classify(ref readonly byte text);

    /// <summary>
    /// Writes the values of the integers that end right before bytes of the block, without gaps. An integer is one or two digits, with or
    /// without a '-', and may begin up to 3 bytes before the block. Up to 64 values behind the last one are overwritten with anything.
    /// </summary>
    /// <param name="text">The first of 64 bytes.</param>
    /// <param name="ends">The bytes behind the last digit of an integer. Whatever lies behind the line has no bits.</param>
    /// <param name="values">Room for 64 values.</param>
    static abstract void Write(ref readonly byte text, ulong ends, ref sbyte values);
}

/// <summary>The kinds of 64 bytes: bit i is byte i. A byte that is in no mask is something else.</summary>
internal readonly record struct TextClasses(ulong Digits, ulong Minuses, ulong Blanks, ulong Commas);
