using System.Text;
using Kws.Bulk;
using Kws.Bulk.Outputs;

namespace Kws.Cli.Output;

/// <summary>Results as text on standard output.</summary>
internal sealed class ResultText(TextWriter writer, ResultFormat format)
{
    private readonly byte[] _bytes = new byte[FingerprintBlock.Capacity * format.MaxBytes];
    private readonly char[] _text = new char[FingerprintBlock.Capacity * format.MaxBytes];

    public void Write(ReadOnlySpan<int> logits, long firstIndex)
    {
        if (firstIndex == 0 && !logits.IsEmpty)
        {
            writer.Write(Encoding.UTF8.GetString(format.Head(0)));
        }

        int length = format.Encode(logits, firstIndex, _bytes);
        writer.Write(_text, 0, Encoding.UTF8.GetChars(_bytes, 0, length, _text, 0));
    }
}
