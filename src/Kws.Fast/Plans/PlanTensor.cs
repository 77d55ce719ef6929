using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>
/// The values of a layer as the next step reads them: [time][frequency][channel], with a border where windows cross the edge, and channels
/// padded to whole units.
/// </summary>
/// <param name="Shape">The shape without border and padding.</param>
/// <param name="Format">The numbers.</param>
/// <param name="Zero">The number that is added to bytes, and to lower halves.</param>
/// <param name="Stride">The values from one position to the next.</param>
/// <param name="Border">The border.</param>
internal sealed record PlanTensor(TensorShape Shape, ValueFormat Format, int Zero, int Stride, Border Border)
{
    /// <summary>The bytes of a value; those of one half where there are two.</summary>
    public int ValueBytes => Format switch { ValueFormat.Byte => 1, ValueFormat.Int => 4, _ => 2 };

    /// <summary>The bytes from one position to the next in frequency.</summary>
    public int PositionBytes => Stride * ValueBytes;

    /// <summary>The bytes from one position to the next in time.</summary>
    public int RowBytes => (Border.Left + Shape.Frequency + Border.Right) * PositionBytes;

    /// <summary>The bytes from the lower halves to the upper ones.</summary>
    public int HighOffset => (((Border.Top + Shape.Time + Border.Bottom) * RowBytes) + 63) & ~63;

    /// <summary>All bytes, whole cache lines.</summary>
    public int Bytes => Format == ValueFormat.Halves ? 2 * HighOffset : HighOffset;

    /// <summary>The place of a position; one of the border has a time or frequency outside the shape.</summary>
    public int OffsetOf(int time, int frequency) => ((time + Border.Top) * RowBytes) + ((frequency + Border.Left) * PositionBytes);

    /// <summary>The value of a channel at a position; not for logits of 32 bits.</summary>
    public unsafe int Read(byte* position, int channel) => Format switch
    {
        ValueFormat.Byte => position[channel] - Zero,
        ValueFormat.Short => ((short*)position)[channel],
        _ => (((short*)(position + HighOffset))[channel] << 16) + ((short*)position)[channel] - Zero,
    };

    /// <summary>Writes the value of a channel at a position; not for logits of 32 bits.</summary>
    public unsafe void Write(byte* position, int channel, int value)
    {
        if (Format == ValueFormat.Byte)
        {
            position[channel] = (byte)(value + Zero);
            return;
        }

        ((short*)position)[channel] = (short)(value + Zero);
        if (Format == ValueFormat.Halves)
        {
            ((short*)(position + HighOffset))[channel] = (short)(value >> 16);
        }
    }

    /// <summary>Writes the border.</summary>
    public unsafe void FillBorder(byte* tensor)
    {
        if (Border.IsEmpty)
        {
            return;
        }

        Fill(tensor, (Border.Top * RowBytes) + (Border.Left * PositionBytes));
        for (int t = 1; t < Shape.Time; t++)
        {
            Fill(tensor + OffsetOf(t - 1, Shape.Frequency), (Border.Left + Border.Right) * PositionBytes);
        }

        byte* last = tensor + OffsetOf(Shape.Time - 1, Shape.Frequency);
        Fill(last, (Border.Right * PositionBytes) + (Border.Bottom * RowBytes));
    }

    private unsafe void Fill(byte* start, int bytes)
    {
        if (Format == ValueFormat.Byte)
        {
            new Span<byte>(start, bytes).Fill((byte)(Border.Value + Zero));
        }
        else if (Format == ValueFormat.Halves)
        {
            // The lower half of 0 and of the smallest value is 0.
            new Span<short>(start, bytes / 2).Fill((short)Zero);
            new Span<short>(start + HighOffset, bytes / 2).Fill((short)Border.Value);
        }
        else
        {
            FillShorts(start, bytes);
        }
    }

    /// <summary>The border of 16-bit values: a few values of every frame, for which a call takes longer than the stores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe void FillShorts(byte* start, int bytes)
    {
        var values = Vector128.Create((short)Border.Value);
        int i = 0;
        for (; i <= bytes - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            values.AsByte().Store(start + i);
        }

        for (; i < bytes; i += sizeof(short))
        {
            *(short*)(start + i) = (short)Border.Value;
        }
    }
}
