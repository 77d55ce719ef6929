namespace Kws.Cli.Tests.Support;

/// <summary>A stream that gives a byte, then three, then a byte, ...</summary>
internal sealed class Drip(byte[] bytes) : MemoryStream(bytes)
{
    private bool _three;

    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Math.Min(count, (_three = !_three) ? 3 : 1));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, (_three = !_three) ? 3 : 1)]);
}
