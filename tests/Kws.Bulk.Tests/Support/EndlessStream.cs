namespace Kws.Bulk.Tests.Support;

/// <summary>Begins with some bytes and goes on with spaces.</summary>
internal sealed class EndlessStream(byte[] begin) : MemoryStream(begin)
{
    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        buffer.AsSpan(offset + read, count - read).Fill((byte)' ');
        return count;
    }
}
