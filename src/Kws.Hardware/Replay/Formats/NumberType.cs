using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Kws.Hardware.Replay.Formats;

/// <summary>The type of numbers in a binary file.</summary>
public sealed record NumberType
{
    private readonly char _kind;
    private readonly bool _isBigEndian;

    private NumberType(char kind, int size, bool isBigEndian) => (_kind, Size, _isBigEndian) = (kind, size, isBigEndian);

    /// <summary>
    /// The types of raw files, by the names of the command line: s or u for signed or unsigned, bits, order of the bytes.
    /// </summary>
    public static ImmutableArray<(string Name, NumberType Type)> Raw { get; } =
    [
        ("s8", new('i', 1, false)), ("u8", new('u', 1, false)),
        ("s16le", new('i', 2, false)), ("u16le", new('u', 2, false)), ("s16be", new('i', 2, true)), ("u16be", new('u', 2, true)),
        ("s32le", new('i', 4, false)), ("u32le", new('u', 4, false)), ("s32be", new('i', 4, true)), ("u32be", new('u', 4, true)),
    ];

    /// <summary>Bytes of a number.</summary>
    public int Size { get; }

    /// <summary>Signed integers of some bytes, little-endian.</summary>
    internal static NumberType Signed(int size) => new('i', size, false);

    /// <summary>The type of a NumPy descriptor such as <c>&lt;i2</c>; null for types that are not numbers.</summary>
    internal static NumberType? OfDescriptor(string descriptor) => descriptor switch
    {
        ['<' or '>' or '=' or '|', ('i' or 'u') and char kind, ('1' or '2' or '4' or '8') and char size] =>
            new(kind, size - '0', descriptor[0] == '>'),
        ['<' or '>' or '=', 'f', ('2' or '4' or '8') and char size] => new('f', size - '0', descriptor[0] == '>'),
        _ => null,
    };

    /// <summary>A number as a double, which holds every integer that a layer can have; a larger one stays too large.</summary>
    internal double Read(ReadOnlySpan<byte> bytes)
    {
        Span<byte> value = stackalloc byte[Size];
        bytes[..Size].CopyTo(value);
        if (_isBigEndian)
        {
            value.Reverse();
        }

        return (_kind, Size) switch
        {
            ('i', 1) => (sbyte)value[0],
            ('u', 1) => value[0],
            ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(value),
            ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(value),
            ('f', 2) => (double)BinaryPrimitives.ReadHalfLittleEndian(value),
            ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(value),
            ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(value),
            ('f', 4) => BinaryPrimitives.ReadSingleLittleEndian(value),
            ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(value),
            ('u', _) => BinaryPrimitives.ReadUInt64LittleEndian(value),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(value),
        };
    }
}
