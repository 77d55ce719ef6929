using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Kws.Cli.Commands;

/// <summary>JSON Lines: an object a clip. The names are part of the command line's contract: docs/use/outputs.md lists the same.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="withTime">Whether a member says where the second begins.</param>
internal sealed class ClipJson(TextWriter writer, bool withTime) : IClipWriter
{
    private readonly ArrayBufferWriter<byte> _utf8 = new();
    private char[] _text = [];

    public void Write(string clip, double seconds, Ranking ranking)
    {
        _utf8.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_utf8);
        json.WriteStartObject();
        json.WriteString("clip", clip);
        if (withTime)
        {
            json.WriteNumber("time", Math.Round(seconds, 3));
        }

        json.WriteStartArray("labels");
        for (int rank = 0; rank < ranking.Count; rank++)
        {
            (string label, float score, int logit) = ranking[rank];
            json.WriteStartObject();
            json.WriteString("label", label);
            json.WriteNumber("score", Math.Round((double)score, 4));
            json.WriteNumber("logit", logit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        if (_text.Length < _utf8.WrittenCount)
        {
            _text = new char[2 * _utf8.WrittenCount];
        }

        writer.Write(_text, 0, Encoding.UTF8.GetChars(_utf8.WrittenSpan, _text));
        writer.Write('\n');
    }
}
