namespace Kws.Bulk.Tests.Support;

/// <summary>A stream that cannot seek and gives a few bytes at a time, as a pipe may.</summary>
internal sealed class TrickleStream(byte[] content, int most) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(most, count));
}
