namespace Kws.Model;

/// <summary>All bytes of a stream that should be small: a device or pipe without an end would otherwise fill the memory.</summary>
internal static class LimitedBytes
{
    private const int MaxLength = 1 << 30;

    /// <param name="stream">The bytes.</param>
    /// <param name="source">The name of the stream in messages.</param>
    /// <param name="expected">What it should be, in messages.</param>
    /// <exception cref="KwsFormatException">The stream has more than 2^30 bytes.</exception>
    public static byte[] Read(Stream stream, string source, string expected)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and int count)
        {
            if (bytes.Length + count > MaxLength)
            {
                throw new KwsFormatException(source, 0, $"more than {MaxLength} bytes, expected {expected}");
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
