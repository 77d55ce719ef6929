using System.Text;
using Kws.Bulk;

namespace Kws.Cli.Commands;

/// <summary>A line a fingerprint, as in the files: CSV or JSON.</summary>
internal sealed class LogitsText(TextWriter writer, ResultFormat format) : ILogitsWriter
{
    private readonly byte[] _bytes = new byte[FingerprintBlock.Capacity * format.MaxBytes];
    private readonly char[] _text = new char[FingerprintBlock.Capacity * format.MaxBytes];
    private bool _begun;

    /// <param name="logits">Those of at most <see cref="FingerprintBlock.Capacity"/> fingerprints.</param>
    /// <param name="firstIndex">The index of the first one.</param>
    public void Write(ReadOnlySpan<int> logits, long firstIndex)
    {
        if (!_begun)
        {
            writer.Write(Encoding.UTF8.GetString(format.Head(0)));
            _begun = true;
        }

        int length = format.Encode(logits, firstIndex, _bytes);
        writer.Write(_text, 0, Encoding.UTF8.GetChars(_bytes, 0, length, _text, 0));
    }
}
