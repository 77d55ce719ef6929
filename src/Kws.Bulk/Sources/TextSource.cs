using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>Fingerprints as text.</summary>
internal sealed class TextSource(Stream stream, string name, TensorShape shape, bool ownsStream) : FingerprintSource(name, shape)
{
    public static TextSource Open(string path, TensorShape shape) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0), path, shape, ownsStream: true);

    internal override long? Length => stream.CanSeek ? stream.Length : null;

    public override async ValueTask DisposeAsync()
    {
        if (ownsStream)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken) => throw new NotSupportedException();

    internal override void Load(FingerprintBlock block) => throw new NotSupportedException();
}
