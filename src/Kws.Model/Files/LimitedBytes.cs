namespace Kws.Model;

/// <summary>All bytes of a stream that should be small: a device or pipe without an end would otherwise fill the memory.</summary>
internal static class LimitedBytes
{
    /// <param name="stream">The bytes.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <returns>The bytes up to the end of the stream; null if there are more.</returns>
    public static byte[]? Read(Stream stream, int most)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and int count)
        {
            if (bytes.Length + count > most)
            {
                return null;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
